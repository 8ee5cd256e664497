using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CommerceEventConsole.Db.SqlServer.Schema;

/// <summary>The migrations as one script, for administrators who let no application change a schema.</summary>
internal static class SchemaScript
{
    // sqlcmd switches QUOTED_IDENTIFIER off, and then no filtered index can be made.
    private const string Head =
        """
        -- Creates or updates the tables of the Commerce Event Console. Run it in the database that is meant for them, as often as you like.
        -- Readers wait for no writer if READ_COMMITTED_SNAPSHOT is on in that database, as it is in one that the console creates itself.
        -- Generated from the migrations by db/write-schema.sh.
        SET QUOTED_IDENTIFIER ON;
        SET ANSI_NULLS ON;
        GO


        """;

    public static string Generate()
    {
        var options = new DbContextOptionsBuilder<SqlServerConsoleDbContext>();
        SqlServerStorage.Configure(options, connectionString: null, maxBatchSize: null);
        using var context = new SqlServerConsoleDbContext(options.Options);
        var script = context.GetService<IMigrator>().GenerateScript(options: MigrationsSqlGenerationOptions.Idempotent);
        return (Head + script).ReplaceLineEndings("\n").TrimEnd() + "\n";
    }
}
