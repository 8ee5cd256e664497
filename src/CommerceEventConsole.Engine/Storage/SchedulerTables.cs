using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore.Migrations;

namespace CommerceEventConsole.Engine.Storage;

/// <summary>
/// The tables of Quartz, which hosts the jobs, as a migration makes them. Its own text is used, out of its assembly: each statement makes
/// only what is missing. A release of Quartz that wants more of its tables shows up as a schema.sql that is out of date, and then needs a
/// further migration.
/// </summary>
public static partial class SchedulerTables
{
    /// <summary>What the names of the tables begin with: Quartz's own default.</summary>
    private const string Prefix = "QRTZ_";

    private const string Separator = "\n--;;\n";

    /// <summary>Makes the tables.</summary>
    /// <param name="migration">The migration.</param>
    /// <param name="provider">For which database.</param>
    public static void Create(MigrationBuilder migration, StorageProvider provider)
    {
        foreach (var statement in Statements(provider))
            migration.Sql(statement);
    }

    /// <summary>Takes the tables away, those that name others first.</summary>
    /// <param name="migration">The migration.</param>
    /// <param name="provider">For which database.</param>
    public static void Drop(MigrationBuilder migration, StorageProvider provider)
    {
        foreach (var name in Statements(provider).Select(s => NewTable().Match(s)).Where(m => m.Success).Select(m => m.Groups["name"].Value).Reverse())
            migration.DropTable(name);
    }

    /// <summary>The statements, without the comments between them.</summary>
    internal static IEnumerable<string> Statements(StorageProvider provider) =>
        Text(provider).Replace("{0}", Prefix, StringComparison.Ordinal).Replace("{1}", Prefix, StringComparison.Ordinal)
            .ReplaceLineEndings("\n").Split(Separator)
            .Select(s => string.Join('\n', s.Split('\n').Select(l => l.TrimEnd()).Where(l => l.Length > 0 && !l.StartsWith("--", StringComparison.Ordinal))))
            .Where(s => s.Length > 0);

    [GeneratedRegex("CREATE TABLE (IF NOT EXISTS )?(?<name>[A-Z_]+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NewTable();

    private static string Text(StorageProvider provider)
    {
        var name = provider == StorageProvider.SqlServer ? "sqlServer" : "sqlite";
        var assembly = typeof(Quartz.IScheduler).Assembly;
        using var stream = assembly.GetManifestResourceStream($"Quartz.Impl.AdoJobStore.Schema.create_{name}.sql")
            ?? throw new InvalidOperationException($"Quartz {assembly.GetName().Version} has no text of its tables for {provider}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
