using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CommerceEventConsole.Db.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class EditsElsewhere : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_DeliveryEdits_OriginalId",
                table: "DeliveryEdits");

            migrationBuilder.AlterColumn<long>(
                name: "OriginalId",
                table: "DeliveryEdits",
                type: "bigint",
                nullable: true,
                oldClrType: typeof(long),
                oldType: "bigint");

            migrationBuilder.CreateIndex(
                name: "IX_DeliveryEdits_OriginalId",
                table: "DeliveryEdits",
                column: "OriginalId",
                unique: true,
                filter: "[OriginalId] IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_DeliveryEdits_OriginalId",
                table: "DeliveryEdits");

            migrationBuilder.AlterColumn<long>(
                name: "OriginalId",
                table: "DeliveryEdits",
                type: "bigint",
                nullable: false,
                defaultValue: 0L,
                oldClrType: typeof(long),
                oldType: "bigint",
                oldNullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_DeliveryEdits_OriginalId",
                table: "DeliveryEdits",
                column: "OriginalId",
                unique: true);
        }
    }
}
