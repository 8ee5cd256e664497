using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CommerceEventConsole.Db.SqlServer.Migrations
{
    /// <inheritdoc />
    public partial class ErpIntegration : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "Stages",
                table: "SubscriptionRevisions",
                type: "nvarchar(max)",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "OwnChange",
                table: "Events",
                type: "nvarchar(400)",
                maxLength: 400,
                nullable: true);

            migrationBuilder.AddColumn<byte>(
                name: "Stage",
                table: "DeliveryAttempts",
                type: "tinyint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "StageName",
                table: "DeliveryAttempts",
                type: "nvarchar(40)",
                maxLength: 40,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "BackOfficeSystems",
                columns: table => new
                {
                    Id = table.Column<int>(type: "int", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    Name = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    Connector = table.Column<byte>(type: "tinyint", nullable: false),
                    Connection = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    Records = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    ProtectedSecrets = table.Column<string>(type: "nvarchar(max)", nullable: true),
                    AllowPrivateAddress = table.Column<bool>(type: "bit", nullable: false),
                    RequestsPerMinute = table.Column<int>(type: "int", nullable: false),
                    MaxParallel = table.Column<int>(type: "int", nullable: false),
                    DestinationId = table.Column<int>(type: "int", nullable: true),
                    Enabled = table.Column<bool>(type: "bit", nullable: false),
                    Version = table.Column<long>(type: "bigint", nullable: false),
                    ChangedBy = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: false),
                    ChangedAt = table.Column<DateTime>(type: "datetime2(6)", precision: 6, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_BackOfficeSystems", x => x.Id);
                    table.ForeignKey(
                        name: "FK_BackOfficeSystems_Destinations_DestinationId",
                        column: x => x.DestinationId,
                        principalTable: "Destinations",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.SetNull);
                });

            migrationBuilder.CreateTable(
                name: "DeliveryStages",
                columns: table => new
                {
                    DeliveryId = table.Column<long>(type: "bigint", nullable: false),
                    Attempt = table.Column<int>(type: "int", nullable: false),
                    Stage = table.Column<byte>(type: "tinyint", nullable: false),
                    Name = table.Column<string>(type: "nvarchar(40)", maxLength: 40, nullable: false),
                    At = table.Column<DateTime>(type: "datetime2(6)", precision: 6, nullable: false),
                    StatusCode = table.Column<int>(type: "int", nullable: true),
                    MediaType = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    Result = table.Column<byte[]>(type: "varbinary(max)", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DeliveryStages", x => new { x.DeliveryId, x.Attempt, x.Stage, x.Name });
                });

            migrationBuilder.CreateTable(
                name: "JobLogLines",
                columns: table => new
                {
                    RunId = table.Column<long>(type: "bigint", nullable: false),
                    Number = table.Column<int>(type: "int", nullable: false),
                    At = table.Column<DateTime>(type: "datetime2(6)", precision: 6, nullable: false),
                    Level = table.Column<byte>(type: "tinyint", nullable: false),
                    Text = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_JobLogLines", x => new { x.RunId, x.Number });
                });

            migrationBuilder.CreateTable(
                name: "JobPlans",
                columns: table => new
                {
                    Job = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    Title = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    Description = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    Default = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: false),
                    Edited = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: true),
                    IsPaused = table.Column<bool>(type: "bit", nullable: false),
                    Recovers = table.Column<bool>(type: "bit", nullable: false),
                    IsDynamic = table.Column<bool>(type: "bit", nullable: false),
                    Version = table.Column<long>(type: "bigint", nullable: false),
                    ChangedBy = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: true),
                    ChangedAt = table.Column<DateTime>(type: "datetime2(6)", precision: 6, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_JobPlans", x => x.Job);
                });

            migrationBuilder.CreateTable(
                name: "JobRuns",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    Job = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    StartedAt = table.Column<DateTime>(type: "datetime2(6)", precision: 6, nullable: false),
                    EndedAt = table.Column<DateTime>(type: "datetime2(6)", precision: 6, nullable: true),
                    SeenAt = table.Column<DateTime>(type: "datetime2(6)", precision: 6, nullable: false),
                    Outcome = table.Column<byte>(type: "tinyint", nullable: false),
                    Trigger = table.Column<byte>(type: "tinyint", nullable: false),
                    StartedBy = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: true),
                    InterruptedBy = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: true),
                    Node = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    Attempt = table.Column<int>(type: "int", nullable: false),
                    Summary = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: true),
                    Error = table.Column<string>(type: "nvarchar(1000)", maxLength: 1000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_JobRuns", x => x.Id);
                });

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

            migrationBuilder.CreateTable(
                name: "ResyncDefinitions",
                columns: table => new
                {
                    Id = table.Column<int>(type: "int", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    Name = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    Kind = table.Column<byte>(type: "tinyint", nullable: false),
                    Direction = table.Column<byte>(type: "tinyint", nullable: false),
                    CommerceId = table.Column<int>(type: "int", nullable: false),
                    SystemId = table.Column<int>(type: "int", nullable: false),
                    DestinationId = table.Column<int>(type: "int", nullable: true),
                    Mode = table.Column<byte>(type: "tinyint", nullable: false),
                    Schedule = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: true),
                    TimeZone = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: false),
                    Blackout = table.Column<string>(type: "nvarchar(200)", maxLength: 200, nullable: true),
                    PageSize = table.Column<int>(type: "int", nullable: false),
                    CallBudget = table.Column<int>(type: "int", nullable: false),
                    OverlapMinutes = table.Column<int>(type: "int", nullable: false),
                    SettleMinutes = table.Column<int>(type: "int", nullable: false),
                    OrderDays = table.Column<int>(type: "int", nullable: false),
                    ReportOnly = table.Column<bool>(type: "bit", nullable: false),
                    CreatesMissing = table.Column<bool>(type: "bit", nullable: false),
                    FindsExtra = table.Column<bool>(type: "bit", nullable: false),
                    Fields = table.Column<string>(type: "nvarchar(4000)", maxLength: 4000, nullable: true),
                    Enabled = table.Column<bool>(type: "bit", nullable: false),
                    ComparedUntil = table.Column<DateTime>(type: "datetime2(6)", precision: 6, nullable: true),
                    Version = table.Column<long>(type: "bigint", nullable: false),
                    ChangedBy = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: false),
                    ChangedAt = table.Column<DateTime>(type: "datetime2(6)", precision: 6, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ResyncDefinitions", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ResyncRuns",
                columns: table => new
                {
                    Id = table.Column<int>(type: "int", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    DefinitionId = table.Column<int>(type: "int", nullable: false),
                    Name = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    DefinitionVersion = table.Column<long>(type: "bigint", nullable: false),
                    Plan = table.Column<string>(type: "nvarchar(max)", nullable: false),
                    State = table.Column<byte>(type: "tinyint", nullable: false),
                    Trigger = table.Column<byte>(type: "tinyint", nullable: false),
                    StartedBy = table.Column<string>(type: "nvarchar(256)", maxLength: 256, nullable: false),
                    IsDryRun = table.Column<bool>(type: "bit", nullable: false),
                    KeysOfRunId = table.Column<int>(type: "int", nullable: true),
                    OnlyFailed = table.Column<bool>(type: "bit", nullable: false),
                    Selection = table.Column<string>(type: "nvarchar(max)", nullable: true),
                    ContinuesRunId = table.Column<int>(type: "int", nullable: true),
                    CreatedAt = table.Column<DateTime>(type: "datetime2(6)", precision: 6, nullable: false),
                    StartedAt = table.Column<DateTime>(type: "datetime2(6)", precision: 6, nullable: true),
                    FinishedAt = table.Column<DateTime>(type: "datetime2(6)", precision: 6, nullable: true),
                    Since = table.Column<DateTime>(type: "datetime2(6)", precision: 6, nullable: true),
                    Until = table.Column<DateTime>(type: "datetime2(6)", precision: 6, nullable: false),
                    Phase = table.Column<byte>(type: "tinyint", nullable: false),
                    Position = table.Column<string>(type: "nvarchar(max)", nullable: true),
                    Total = table.Column<long>(type: "bigint", nullable: false),
                    Compared = table.Column<long>(type: "bigint", nullable: false),
                    ReadHere = table.Column<long>(type: "bigint", nullable: false),
                    ReadThere = table.Column<long>(type: "bigint", nullable: false),
                    Changed = table.Column<long>(type: "bigint", nullable: false),
                    MissingHere = table.Column<long>(type: "bigint", nullable: false),
                    MissingThere = table.Column<long>(type: "bigint", nullable: false),
                    Extra = table.Column<long>(type: "bigint", nullable: false),
                    Written = table.Column<long>(type: "bigint", nullable: false),
                    Handed = table.Column<long>(type: "bigint", nullable: false),
                    Failed = table.Column<long>(type: "bigint", nullable: false),
                    Unreadable = table.Column<long>(type: "bigint", nullable: false),
                    Calls = table.Column<long>(type: "bigint", nullable: false),
                    NaiveCalls = table.Column<long>(type: "bigint", nullable: false),
                    Listed = table.Column<int>(type: "int", nullable: false),
                    Unlisted = table.Column<long>(type: "bigint", nullable: false),
                    NotBefore = table.Column<DateTime>(type: "datetime2(6)", precision: 6, nullable: true),
                    Waiting = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true),
                    Troubles = table.Column<int>(type: "int", nullable: false),
                    TroubleSince = table.Column<DateTime>(type: "datetime2(6)", precision: 6, nullable: true),
                    Error = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true),
                    LeaseOwner = table.Column<string>(type: "nvarchar(64)", maxLength: 64, nullable: true),
                    LeaseUntil = table.Column<DateTime>(type: "datetime2(6)", precision: 6, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ResyncRuns", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ResyncDifferences",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    RunId = table.Column<int>(type: "int", nullable: false),
                    Key = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    Field = table.Column<string>(type: "nvarchar(100)", maxLength: 100, nullable: false),
                    Here = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true),
                    There = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true),
                    Action = table.Column<byte>(type: "tinyint", nullable: false),
                    Outcome = table.Column<byte>(type: "tinyint", nullable: false),
                    Error = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true),
                    EventSeq = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ResyncDifferences", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ResyncDifferences_ResyncRuns_RunId",
                        column: x => x.RunId,
                        principalTable: "ResyncRuns",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_BackOfficeSystems_DestinationId",
                table: "BackOfficeSystems",
                column: "DestinationId");

            migrationBuilder.CreateIndex(
                name: "IX_BackOfficeSystems_Name",
                table: "BackOfficeSystems",
                column: "Name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_JobRuns_Job_Id",
                table: "JobRuns",
                columns: new[] { "Job", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_JobRuns_Running",
                table: "JobRuns",
                column: "SeenAt",
                filter: "Outcome = 1");

            migrationBuilder.CreateIndex(
                name: "IX_OwnChanges_ExpiresAt",
                table: "OwnChanges",
                column: "ExpiresAt");

            migrationBuilder.CreateIndex(
                name: "IX_OwnChanges_Key_EntityKind",
                table: "OwnChanges",
                columns: new[] { "Key", "EntityKind" });

            migrationBuilder.CreateIndex(
                name: "IX_ResyncDefinitions_Name",
                table: "ResyncDefinitions",
                column: "Name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ResyncDifferences_RunId_Key_Field",
                table: "ResyncDifferences",
                columns: new[] { "RunId", "Key", "Field" });

            migrationBuilder.CreateIndex(
                name: "IX_ResyncDifferences_RunId_Outcome_Id",
                table: "ResyncDifferences",
                columns: new[] { "RunId", "Outcome", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_ResyncRuns_DefinitionId_Id",
                table: "ResyncRuns",
                columns: new[] { "DefinitionId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_ResyncRuns_Unfinished",
                table: "ResyncRuns",
                column: "DefinitionId",
                unique: true,
                filter: "State IN (1, 2)");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "BackOfficeSystems");

            migrationBuilder.DropTable(
                name: "DeliveryStages");

            migrationBuilder.DropTable(
                name: "JobLogLines");

            migrationBuilder.DropTable(
                name: "JobPlans");

            migrationBuilder.DropTable(
                name: "JobRuns");

            migrationBuilder.DropTable(
                name: "OwnChanges");

            migrationBuilder.DropTable(
                name: "ResyncDefinitions");

            migrationBuilder.DropTable(
                name: "ResyncDifferences");

            migrationBuilder.DropTable(
                name: "ResyncRuns");

            migrationBuilder.DropColumn(
                name: "Stages",
                table: "SubscriptionRevisions");

            migrationBuilder.DropColumn(
                name: "OwnChange",
                table: "Events");

            migrationBuilder.DropColumn(
                name: "Stage",
                table: "DeliveryAttempts");

            migrationBuilder.DropColumn(
                name: "StageName",
                table: "DeliveryAttempts");
        }
    }
}
