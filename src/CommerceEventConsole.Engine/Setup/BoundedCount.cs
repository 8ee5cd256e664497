using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Setup;

/// <summary>Counts no further than a person needs to know, so that a question about millions of rows is answered at once.</summary>
internal static class BoundedCount
{
    private const int Limit = 10_000;

    public static Task<int> CountUpToAsync<T>(this IQueryable<T> rows, CancellationToken cancellationToken) =>
        rows.Take(Limit + 1).CountAsync(cancellationToken);

    /// <summary>"1 event", "12 events" or "more than 10,000 events".</summary>
    public static string Text(int count, string noun, string? plural = null) => count switch
    {
        1 => $"1 {noun}",
        > Limit => FormattableString.Invariant($"more than {Limit:N0} {plural ?? noun + "s"}"),
        _ => FormattableString.Invariant($"{count:N0} {plural ?? noun + "s"}"),
    };
}
