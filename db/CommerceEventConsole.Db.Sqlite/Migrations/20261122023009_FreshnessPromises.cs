using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CommerceEventConsole.Db.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class FreshnessPromises : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "FreshnessPromises",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Name = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Kind = table.Column<byte>(type: "INTEGER", nullable: false),
                    EntityKind = table.Column<byte>(type: "INTEGER", nullable: true),
                    EventType = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    DestinationId = table.Column<int>(type: "INTEGER", nullable: true),
                    ResyncId = table.Column<int>(type: "INTEGER", nullable: true),
                    Job = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    Minutes = table.Column<int>(type: "INTEGER", nullable: false),
                    Enabled = table.Column<bool>(type: "INTEGER", nullable: false),
                    Version = table.Column<long>(type: "INTEGER", nullable: false),
                    ChangedBy = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    ChangedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    State = table.Column<byte>(type: "INTEGER", nullable: false),
                    StateSince = table.Column<long>(type: "INTEGER", nullable: true),
                    LookedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Late = table.Column<int>(type: "INTEGER", nullable: false),
                    OldestAt = table.Column<long>(type: "INTEGER", nullable: true),
                    OldestDeliveryId = table.Column<long>(type: "INTEGER", nullable: true),
                    OldestSeq = table.Column<long>(type: "INTEGER", nullable: true),
                    OldestKind = table.Column<byte>(type: "INTEGER", nullable: false),
                    OldestKey = table.Column<string>(type: "TEXT", maxLength: 128, nullable: true),
                    Why = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_FreshnessPromises", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Deliveries_Stuck",
                table: "Deliveries",
                columns: new[] { "RouteId", "EventSeq" },
                filter: "State IN (3, 5, 6)");

            migrationBuilder.CreateIndex(
                name: "IX_FreshnessPromises_Name",
                table: "FreshnessPromises",
                column: "Name",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "FreshnessPromises");

            migrationBuilder.DropIndex(
                name: "IX_Deliveries_Stuck",
                table: "Deliveries");
        }
    }
}
