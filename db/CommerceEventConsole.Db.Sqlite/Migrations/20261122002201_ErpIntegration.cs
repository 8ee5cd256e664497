using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CommerceEventConsole.Db.Sqlite.Migrations
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
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "OwnChange",
                table: "Events",
                type: "TEXT",
                maxLength: 400,
                nullable: true);

            migrationBuilder.AddColumn<byte>(
                name: "Stage",
                table: "DeliveryAttempts",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "StageName",
                table: "DeliveryAttempts",
                type: "TEXT",
                maxLength: 40,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "BackOfficeSystems",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Name = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Connector = table.Column<byte>(type: "INTEGER", nullable: false),
                    Connection = table.Column<string>(type: "TEXT", nullable: false),
                    Records = table.Column<string>(type: "TEXT", nullable: false),
                    ProtectedSecrets = table.Column<string>(type: "TEXT", nullable: true),
                    AllowPrivateAddress = table.Column<bool>(type: "INTEGER", nullable: false),
                    RequestsPerMinute = table.Column<int>(type: "INTEGER", nullable: false),
                    MaxParallel = table.Column<int>(type: "INTEGER", nullable: false),
                    DestinationId = table.Column<int>(type: "INTEGER", nullable: true),
                    Enabled = table.Column<bool>(type: "INTEGER", nullable: false),
                    Version = table.Column<long>(type: "INTEGER", nullable: false),
                    ChangedBy = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    ChangedAt = table.Column<long>(type: "INTEGER", nullable: false)
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
                    DeliveryId = table.Column<long>(type: "INTEGER", nullable: false),
                    Attempt = table.Column<int>(type: "INTEGER", nullable: false),
                    Stage = table.Column<byte>(type: "INTEGER", nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    StatusCode = table.Column<int>(type: "INTEGER", nullable: true),
                    MediaType = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    Result = table.Column<byte[]>(type: "BLOB", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DeliveryStages", x => new { x.DeliveryId, x.Attempt, x.Stage, x.Name });
                });

            migrationBuilder.CreateTable(
                name: "JobLogLines",
                columns: table => new
                {
                    RunId = table.Column<long>(type: "INTEGER", nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    At = table.Column<long>(type: "INTEGER", nullable: false),
                    Level = table.Column<byte>(type: "INTEGER", nullable: false),
                    Text = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_JobLogLines", x => new { x.RunId, x.Number });
                });

            migrationBuilder.CreateTable(
                name: "JobPlans",
                columns: table => new
                {
                    Job = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Title = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Description = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Default = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    Edited = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    IsPaused = table.Column<bool>(type: "INTEGER", nullable: false),
                    Recovers = table.Column<bool>(type: "INTEGER", nullable: false),
                    IsDynamic = table.Column<bool>(type: "INTEGER", nullable: false),
                    Version = table.Column<long>(type: "INTEGER", nullable: false),
                    ChangedBy = table.Column<string>(type: "TEXT", maxLength: 256, nullable: true),
                    ChangedAt = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_JobPlans", x => x.Job);
                });

            migrationBuilder.CreateTable(
                name: "JobRuns",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Job = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    StartedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    EndedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    SeenAt = table.Column<long>(type: "INTEGER", nullable: false),
                    Outcome = table.Column<byte>(type: "INTEGER", nullable: false),
                    Trigger = table.Column<byte>(type: "INTEGER", nullable: false),
                    StartedBy = table.Column<string>(type: "TEXT", maxLength: 256, nullable: true),
                    InterruptedBy = table.Column<string>(type: "TEXT", maxLength: 256, nullable: true),
                    Node = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Attempt = table.Column<int>(type: "INTEGER", nullable: false),
                    Summary = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true),
                    Error = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_JobRuns", x => x.Id);
                });

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

            migrationBuilder.CreateTable(
                name: "ResyncDefinitions",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    Name = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Kind = table.Column<byte>(type: "INTEGER", nullable: false),
                    Direction = table.Column<byte>(type: "INTEGER", nullable: false),
                    CommerceId = table.Column<int>(type: "INTEGER", nullable: false),
                    SystemId = table.Column<int>(type: "INTEGER", nullable: false),
                    DestinationId = table.Column<int>(type: "INTEGER", nullable: true),
                    Mode = table.Column<byte>(type: "INTEGER", nullable: false),
                    Schedule = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    TimeZone = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    Blackout = table.Column<string>(type: "TEXT", maxLength: 200, nullable: true),
                    PageSize = table.Column<int>(type: "INTEGER", nullable: false),
                    CallBudget = table.Column<int>(type: "INTEGER", nullable: false),
                    OverlapMinutes = table.Column<int>(type: "INTEGER", nullable: false),
                    SettleMinutes = table.Column<int>(type: "INTEGER", nullable: false),
                    OrderDays = table.Column<int>(type: "INTEGER", nullable: false),
                    ReportOnly = table.Column<bool>(type: "INTEGER", nullable: false),
                    CreatesMissing = table.Column<bool>(type: "INTEGER", nullable: false),
                    FindsExtra = table.Column<bool>(type: "INTEGER", nullable: false),
                    Fields = table.Column<string>(type: "TEXT", maxLength: 4000, nullable: true),
                    Enabled = table.Column<bool>(type: "INTEGER", nullable: false),
                    ComparedUntil = table.Column<long>(type: "INTEGER", nullable: true),
                    Version = table.Column<long>(type: "INTEGER", nullable: false),
                    ChangedBy = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    ChangedAt = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ResyncDefinitions", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ResyncRuns",
                columns: table => new
                {
                    Id = table.Column<int>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    DefinitionId = table.Column<int>(type: "INTEGER", nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    DefinitionVersion = table.Column<long>(type: "INTEGER", nullable: false),
                    Plan = table.Column<string>(type: "TEXT", nullable: false),
                    State = table.Column<byte>(type: "INTEGER", nullable: false),
                    Trigger = table.Column<byte>(type: "INTEGER", nullable: false),
                    StartedBy = table.Column<string>(type: "TEXT", maxLength: 256, nullable: false),
                    IsDryRun = table.Column<bool>(type: "INTEGER", nullable: false),
                    KeysOfRunId = table.Column<int>(type: "INTEGER", nullable: true),
                    OnlyFailed = table.Column<bool>(type: "INTEGER", nullable: false),
                    Selection = table.Column<string>(type: "TEXT", nullable: true),
                    ContinuesRunId = table.Column<int>(type: "INTEGER", nullable: true),
                    CreatedAt = table.Column<long>(type: "INTEGER", nullable: false),
                    StartedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    FinishedAt = table.Column<long>(type: "INTEGER", nullable: true),
                    Since = table.Column<long>(type: "INTEGER", nullable: true),
                    Until = table.Column<long>(type: "INTEGER", nullable: false),
                    Phase = table.Column<byte>(type: "INTEGER", nullable: false),
                    Position = table.Column<string>(type: "TEXT", nullable: true),
                    Total = table.Column<long>(type: "INTEGER", nullable: false),
                    Compared = table.Column<long>(type: "INTEGER", nullable: false),
                    ReadHere = table.Column<long>(type: "INTEGER", nullable: false),
                    ReadThere = table.Column<long>(type: "INTEGER", nullable: false),
                    Changed = table.Column<long>(type: "INTEGER", nullable: false),
                    MissingHere = table.Column<long>(type: "INTEGER", nullable: false),
                    MissingThere = table.Column<long>(type: "INTEGER", nullable: false),
                    Extra = table.Column<long>(type: "INTEGER", nullable: false),
                    Written = table.Column<long>(type: "INTEGER", nullable: false),
                    Handed = table.Column<long>(type: "INTEGER", nullable: false),
                    Failed = table.Column<long>(type: "INTEGER", nullable: false),
                    Unreadable = table.Column<long>(type: "INTEGER", nullable: false),
                    Calls = table.Column<long>(type: "INTEGER", nullable: false),
                    NaiveCalls = table.Column<long>(type: "INTEGER", nullable: false),
                    Listed = table.Column<int>(type: "INTEGER", nullable: false),
                    Unlisted = table.Column<long>(type: "INTEGER", nullable: false),
                    NotBefore = table.Column<long>(type: "INTEGER", nullable: true),
                    Waiting = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    Troubles = table.Column<int>(type: "INTEGER", nullable: false),
                    TroubleSince = table.Column<long>(type: "INTEGER", nullable: true),
                    Error = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    LeaseOwner = table.Column<string>(type: "TEXT", maxLength: 64, nullable: true),
                    LeaseUntil = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ResyncRuns", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ResyncDifferences",
                columns: table => new
                {
                    Id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    RunId = table.Column<int>(type: "INTEGER", nullable: false),
                    Key = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    Field = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Here = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    There = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    Action = table.Column<byte>(type: "INTEGER", nullable: false),
                    Outcome = table.Column<byte>(type: "INTEGER", nullable: false),
                    Error = table.Column<string>(type: "TEXT", maxLength: 400, nullable: true),
                    EventSeq = table.Column<long>(type: "INTEGER", nullable: true)
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
