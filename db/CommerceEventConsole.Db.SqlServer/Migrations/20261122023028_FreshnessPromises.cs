using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CommerceEventConsole.Db.SqlServer.Migrations
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
                    Id = table.Column<int>(type: "int", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    Name = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    Kind = table.Column<byte>(type: "tinyint", nullable: false),
                    EntityKind = table.Column<byte>(type: "tinyint", nullable: true),
                    EventType = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    DestinationId = table.Column<int>(type: "int", nullable: true),
                    ResyncId = table.Column<int>(type: "int", nullable: true),
                    Job = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true),
                    Minutes = table.Column<int>(type: "int", nullable: false),
                    Enabled = table.Column<bool>(type: "bit", nullable: false),
                    Version = table.Column<long>(type: "bigint", nullable: false),
                    ChangedBy = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: false),
                    ChangedAt = table.Column<DateTime>(type: "datetime2(6)", precision: 6, nullable: false),
                    State = table.Column<byte>(type: "tinyint", nullable: false),
                    StateSince = table.Column<DateTime>(type: "datetime2(6)", precision: 6, nullable: true),
                    LookedAt = table.Column<DateTime>(type: "datetime2(6)", precision: 6, nullable: true),
                    Late = table.Column<int>(type: "int", nullable: false),
                    OldestAt = table.Column<DateTime>(type: "datetime2(6)", precision: 6, nullable: true),
                    OldestDeliveryId = table.Column<long>(type: "bigint", nullable: true),
                    OldestSeq = table.Column<long>(type: "bigint", nullable: true),
                    OldestKind = table.Column<byte>(type: "tinyint", nullable: false),
                    OldestKey = table.Column<string>(type: "nvarchar(128)", maxLength: 128, nullable: true),
                    Why = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true)
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
