using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CommerceEventConsole.Db.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class OwnChanges : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "OwnChange",
                table: "Events",
                type: "nvarchar(400)",
                maxLength: 400,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "OwnChanges",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    InstanceId = table.Column<int>(type: "int", nullable: false),
                    EntityKind = table.Column<byte>(type: "tinyint", nullable: false),
                    KeyKind = table.Column<byte>(type: "tinyint", nullable: false),
                    Key = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: false),
                    Fields = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: false),
                    DestinationIds = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    BaselineSeq = table.Column<long>(type: "bigint", nullable: true),
                    WrittenAt = table.Column<DateTime>(type: "datetime2(6)", precision: 6, nullable: false),
                    ExpiresAt = table.Column<DateTime>(type: "datetime2(6)", precision: 6, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_OwnChanges", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_OwnChanges_ExpiresAt",
                table: "OwnChanges",
                column: "ExpiresAt");

            migrationBuilder.CreateIndex(
                name: "IX_OwnChanges_Key_EntityKind",
                table: "OwnChanges",
                columns: new[] { "Key", "EntityKind" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "OwnChanges");

            migrationBuilder.DropColumn(
                name: "OwnChange",
                table: "Events");
        }
    }
}
