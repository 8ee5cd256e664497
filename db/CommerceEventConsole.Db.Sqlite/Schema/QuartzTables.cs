using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CommerceEventConsole.Db.Sqlite.Schema;

/// <summary>
/// The tables in which Quartz keeps jobs and their next times. They are no part of EF Core's model, so this migration is written by hand,
/// outside the folder that re-scaffolding empties. It needs no other table; its id comes before those of the model.
/// </summary>
[DbContext(typeof(SqliteConsoleDbContext))]
[Migration("20260101000001_QuartzTables")]
internal sealed class QuartzTables : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => SchedulerTables.Create(migrationBuilder, StorageProvider.Sqlite);

    protected override void Down(MigrationBuilder migrationBuilder) => SchedulerTables.Drop(migrationBuilder, StorageProvider.Sqlite);
}
