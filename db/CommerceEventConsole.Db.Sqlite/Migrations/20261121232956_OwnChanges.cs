using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CommerceEventConsole.Db.Sqlite.Migrations
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
                type: "TEXT",
                maxLength: 400,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "OwnChanges",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    InstanceId = table.Column<int>(type: "INTEGER", nullable: false),
                    EntityKind = table.Column<byte>(type: "INTEGER", nullable: false),
                    KeyKind = table.Column<byte>(type: "INTEGER", nullable: false),
                    Key = table.Column<string>(type: "TEXT", maxLength: 128, nullable: false),
                    Fields = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: false),
                    DestinationIds = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    BaselineSeq = table.Column<long>(type: "INTEGER", nullable: true),
                    WrittenAt = table.Column<long>(type: "INTEGER", nullable: false),
                    ExpiresAt = table.Column<long>(type: "INTEGER", nullable: false)
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
