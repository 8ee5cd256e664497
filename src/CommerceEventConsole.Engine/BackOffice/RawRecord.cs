using System.Text.Json.Nodes;

namespace CommerceEventConsole.Engine.BackOffice;

/// <summary>A record as the system has it, and what the field map makes of it.</summary>
/// <param name="Document">The system's document.</param>
/// <param name="Record">The record in Commerce's terms; null where it cannot be read.</param>
/// <param name="Problem">Why not, as a sentence.</param>
public sealed record RawRecord(JsonNode Document, SystemRecord? Record, string? Problem);

/// <summary>A page of raw records.</summary>
/// <param name="Records">The records.</param>
/// <param name="Next">Where to go on; null at the end.</param>
/// <param name="Total">How many there are; null where the system does not say.</param>
/// <param name="Problems">What could not even be taken for a record, a sentence each.</param>
public sealed record RawPage(IReadOnlyList<RawRecord> Records, string? Next, long? Total, IReadOnlyList<string> Problems)
{
    /// <summary>The page without the system's documents.</summary>
    /// <param name="query">What was asked: what the system cannot filter by is filtered here.</param>
    public RecordPage Mapped(RecordQuery query)
    {
        var records = Records.Select(r => r.Record).OfType<SystemRecord>();
        if (query.Keys is { } keys)
        {
            var wanted = keys.ToHashSet(StringComparer.Ordinal);
            records = records.Where(r => wanted.Contains(r.Key));
        }

        if (query.ChangedSince is { } since)
            records = records.Where(r => r.ChangedAt is not { } at || at >= since);
        if (query.ChangedBefore is { } before)
            records = records.Where(r => r.ChangedAt is not { } at || at < before);
        return new RecordPage([.. records], Next, Total, [.. Problems, .. Records.Select(r => r.Problem).OfType<string>()]);
    }
}

/// <summary>A system that also shows what stands behind its records, for those who set it up.</summary>
public interface IRawRecordSystem : IRecordSystem
{
    /// <summary>Reads a page with the system's own documents.</summary>
    /// <exception cref="NotSupportedException">It cannot.</exception>
    /// <exception cref="RecordSystemException">It cannot now.</exception>
    Task<RawPage> ReadRawAsync(RecordQuery query, CancellationToken cancellationToken);

    /// <summary>Sees whether the system can be talked to, by the smallest request that tells.</summary>
    /// <returns>What was found, as a sentence.</returns>
    /// <exception cref="RecordSystemException">It cannot.</exception>
    Task<string> TestAsync(CancellationToken cancellationToken);
}
