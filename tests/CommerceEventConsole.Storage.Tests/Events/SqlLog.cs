using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using CommerceEventConsole.Engine.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace CommerceEventConsole.Storage.Tests.Events;

/// <summary>Keeps the statements that EF Core ran, and asks SQLite how it runs them.</summary>
public sealed partial class SqlLog : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _statements = [];

    public void Clear() => _statements.Clear();

    public IReadOnlyList<string> Statements => [.. _statements];

    /// <summary>The plan of the last statement that reads <paramref name="table"/>.</summary>
    public Task<string> PlanAsync(ConsoleDbContext db, string table) =>
        PlanOfAsync(db, _statements.Last(s => s.Contains($"FROM \"{table}\"", StringComparison.Ordinal)));

    /// <summary>The plan of the last statement.</summary>
    public Task<string> PlanOfLastAsync(ConsoleDbContext db) => PlanOfAsync(db, _statements.Last());

    private static async Task<string> PlanOfAsync(ConsoleDbContext db, string sql)
    {
        var connection = (SqliteConnection)db.Database.GetDbConnection();
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + sql;
        foreach (var name in Parameter().Matches(sql).Select(m => m.Value).Distinct(StringComparer.Ordinal))
            command.Parameters.AddWithValue(name, 1);
        var lines = new List<string>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) lines.Add(reader.GetString(3));

        // A list of values that the statement brings with it is read from end to end, as it must be.
        return string.Join('\n', lines.Where(l => !l.Contains("VIRTUAL TABLE", StringComparison.Ordinal)));
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (state is IEnumerable<KeyValuePair<string, object?>> values && values.FirstOrDefault(v => string.Equals(v.Key, "commandText", StringComparison.Ordinal)).Value is string sql)
            _statements.Enqueue(sql);
    }

    public void Dispose()
    {
    }

    [GeneratedRegex("@\\w+")]
    private static partial Regex Parameter();
}
