using CommerceEventConsole.Engine.Commerce.Api;

namespace CommerceEventConsole.Engine.Commerce.Rest;

/// <summary>How writing one of many ended.</summary>
/// <param name="Key">What it was about: a SKU and so on.</param>
/// <param name="Problem">Why it was not taken, as a sentence; null where it was.</param>
/// <param name="IsTransient">Whether it may be taken later.</param>
/// <param name="Reference">The id that Commerce gave it; null where it says none.</param>
public sealed record CommerceOutcome(string Key, string? Problem = null, bool IsTransient = false, string? Reference = null);

/// <summary>
/// Writes many rows in calls of limited size, and finds the wrong ones: Commerce refuses a whole call for one of its rows, so a refused
/// call is made again in halves.
/// </summary>
internal static class RowWriter
{
    /// <summary>Writes; one outcome for each row, in their order. Once Commerce has passing trouble, the rest is not tried.</summary>
    /// <exception cref="CommerceException">The credentials are not accepted (401, 403), or there is no such call (404, 405).</exception>
    public static async Task<IReadOnlyList<CommerceOutcome>> WriteAsync<T>(
        IReadOnlyList<T> rows,
        int limit,
        Func<T, string> key,
        Func<IReadOnlyList<T>, CancellationToken, Task<IReadOnlyList<CommerceOutcome>>> write,
        CancellationToken cancellationToken)
    {
        var outcomes = new List<CommerceOutcome>(rows.Count);
        foreach (var chunk in rows.Chunk(limit))
        {
            var part = await PartAsync(chunk, key, write, cancellationToken);
            outcomes.AddRange(part);
            if (part[^1] is { IsTransient: true, Problem: { } problem })
            {
                outcomes.AddRange(rows.Skip(outcomes.Count).Select(row => new CommerceOutcome(key(row), problem, IsTransient: true)));
                break;
            }
        }

        return outcomes;
    }

    private static async Task<IReadOnlyList<CommerceOutcome>> PartAsync<T>(
        IReadOnlyList<T> rows,
        Func<T, string> key,
        Func<IReadOnlyList<T>, CancellationToken, Task<IReadOnlyList<CommerceOutcome>>> write,
        CancellationToken cancellationToken)
    {
        try
        {
            return await write(rows, cancellationToken);
        }
        catch (CommerceException e) when (e.IsTransient)
        {
            return [.. rows.Select(row => new CommerceOutcome(key(row), e.Message, IsTransient: true))];
        }
        catch (CommerceException e) when (e.Status is >= 400 and < 500 and not (401 or 403 or 404 or 405))
        {
            if (rows.Count == 1)
                return [new CommerceOutcome(key(rows[0]), e.Message)];
            var half = rows.Count / 2;
            var first = await PartAsync([.. rows.Take(half)], key, write, cancellationToken);
            return [.. first, .. await PartAsync([.. rows.Skip(half)], key, write, cancellationToken)];
        }
    }
}
