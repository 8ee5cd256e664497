using System.Runtime.CompilerServices;
using CommerceEventConsole.Db.SqlServer.Schema;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Storage.Tests.TSql;

public sealed class SchemaScriptTests
{
    [Fact]
    public async Task Schema_sql_is_what_the_migrations_say()
    {
        var path = Path.Combine(Repository(), "db", "CommerceEventConsole.Db.SqlServer", "schema.sql");
        var fresh = SchemaScript.Generate();
        if (string.Equals(Environment.GetEnvironmentVariable("CONSOLE_WRITE_SCHEMA"), "1", StringComparison.Ordinal))
            await File.WriteAllTextAsync(path, fresh, TestContext.Current.CancellationToken);

        var kept = File.Exists(path) ? await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken) : "";

        Assert.True(
            string.Equals(fresh, kept.ReplaceLineEndings("\n"), StringComparison.Ordinal),
            "schema.sql is stale: run db/write-schema.sh");
    }

    [Fact]
    public void The_migrations_are_what_the_model_says()
    {
        using var context = OfflineContext.Create();

        Assert.False(context.Database.HasPendingModelChanges(), "The model has changed: run db/scaffold.sh");
    }

    private static string Repository([CallerFilePath] string here = "")
    {
        // Deterministic builds may map the path of a source file away; then the output folder leads there.
        var folder = new DirectoryInfo(File.Exists(here) ? Path.GetDirectoryName(here)! : AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "CommerceEventConsole.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("The repository is not above the tests.");
    }
}
