using System.Data.Common;
using System.Globalization;
using System.Text.RegularExpressions;
using CommerceEventConsole.Db.SqlServer;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Storage.Tests.TSql;

/// <summary>
/// Stands in for SQL Server where there is none: keeps every text that is sent, and answers each with a row of made-up values, so that
/// what a feature sends next is sent as well.
/// </summary>
/// <param name="hasRows">False for a server whose tables are empty.</param>
internal sealed partial class OfflineServer(bool hasRows) : IDbContextFactory<ConsoleDbContext>
{
    /// <summary>A text that is sent again gets no row in the end: whoever reads until nothing is left comes to an end.</summary>
    private const int AnswersPerText = 4;

    private readonly List<string> _texts = [];

    /// <summary>What was sent, each text once, in the order of the first time.</summary>
    public IReadOnlyList<string> Texts => [.. _texts.Distinct(StringComparer.Ordinal)];

    public ConsoleDbContext CreateDbContext()
    {
        var options = new DbContextOptionsBuilder<SqlServerConsoleDbContext>();
        SqlServerStorage.Configure(options, connectionString: null, maxBatchSize: new StorageOptions().MaxBatchSize);
        options.UseSqlServer(new OfflineConnection(this), contextOwnsConnection: true);
        return new SqlServerConsoleDbContext(options.Options);
    }

    internal DbDataReader Answer(string text)
    {
        _texts.Add(text);
        // What is inserted gets a number of its own, in an empty table too; a state is one that was asked for.
        var isInsert = text.Contains("INSERT INTO", StringComparison.Ordinal);
        var isAnswered = (hasRows || isInsert) && _texts.Count(t => string.Equals(t, text, StringComparison.Ordinal)) <= AnswersPerText;
        var state = State().Match(text) is { Success: true } asked ? byte.Parse(asked.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : (byte)1;
        return new OfflineReader(isAnswered, isInsert ? 2 : 1, state);
    }

    [GeneratedRegex(@"CAST\((\d+) AS tinyint\)")]
    private static partial Regex State();
}
