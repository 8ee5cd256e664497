using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CommerceEventConsole.Db.SqlServer.Schema;

/// <summary>
/// The table types of the committer's parameters. EF Core's model knows no such type, so this migration is written by hand, outside the
/// folder that re-scaffolding empties. It needs no table; its id comes before every other.
/// </summary>
[DbContext(typeof(SqlServerConsoleDbContext))]
[Migration("20260101000000_TableTypes")]
internal sealed class TableTypes : Migration
{
    public const string EventIdentities = "dbo.EventIdentities";
    public const string NewSearchKeys = "dbo.NewSearchKeys";

    /// <summary>Characters of a search key at most, as in the table that they go to.</summary>
    public const int SearchKeyLength = 128;

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(
            $"CREATE TYPE {EventIdentities} AS TABLE (Position int NOT NULL, SourceId int NOT NULL, IdentityHash binary(16) NOT NULL);");
        migrationBuilder.Sql(
            $"CREATE TYPE {NewSearchKeys} AS TABLE (Value nvarchar(128) NOT NULL, Kind tinyint NOT NULL, EventSeq bigint NOT NULL);");
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql($"DROP TYPE {NewSearchKeys};");
        migrationBuilder.Sql($"DROP TYPE {EventIdentities};");
    }
}
