using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CommerceEventConsole.Db.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class AttemptBodies : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "RequestDigest",
                table: "DeliveryAttempts",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "RequestRevisionId",
                table: "DeliveryAttempts",
                type: "INTEGER",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "RequestDigest",
                table: "DeliveryAttempts");

            migrationBuilder.DropColumn(
                name: "RequestRevisionId",
                table: "DeliveryAttempts");
        }
    }
}
