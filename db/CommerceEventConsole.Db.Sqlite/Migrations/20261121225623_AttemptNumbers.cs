using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CommerceEventConsole.Db.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class AttemptNumbers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<byte>(
                name: "Edits",
                table: "Deliveries",
                type: "INTEGER",
                nullable: false,
                defaultValue: (byte)0);

            migrationBuilder.AddColumn<int>(
                name: "LastAttempt",
                table: "Deliveries",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            // What is there already.
            migrationBuilder.Sql(
                """
                UPDATE Deliveries SET LastAttempt = (SELECT MAX(a.Number) FROM DeliveryAttempts AS a WHERE a.DeliveryId = Deliveries.Id)
                WHERE EXISTS (SELECT 1 FROM DeliveryAttempts AS a WHERE a.DeliveryId = Deliveries.Id);
                """);
            migrationBuilder.Sql("UPDATE Deliveries SET Edits = Edits + 1 WHERE Id IN (SELECT DeliveryId FROM DeliveryEdits);");
            migrationBuilder.Sql("UPDATE Deliveries SET Edits = Edits + 2 WHERE Id IN (SELECT OriginalId FROM DeliveryEdits);");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "Edits",
                table: "Deliveries");

            migrationBuilder.DropColumn(
                name: "LastAttempt",
                table: "Deliveries");
        }
    }
}
