namespace CommerceEventConsole.Engine.BackOffice.Systems;

/// <summary>How a trial went.</summary>
/// <param name="Succeeded">Whether it worked.</param>
/// <param name="Text">What was found, as a sentence.</param>
public sealed record SystemTrial(bool Succeeded, string Text);

/// <summary>The first records of a kind.</summary>
/// <param name="Page">The records, raw and mapped; null where they could not be read.</param>
/// <param name="Problem">Why not, as a sentence.</param>
/// <param name="Calls">Requests that it took.</param>
public sealed record SystemSample(RawPage? Page, string? Problem, long Calls);

/// <summary>Tries a stored system out; it changes nothing there.</summary>
public sealed class SystemTester
{
    /// <summary>Records of a sample.</summary>
    public const int SampleSize = 5;

    private readonly BackOfficeSystemStore _store;
    private readonly RecordSystems _systems;

    internal SystemTester(BackOfficeSystemStore store, RecordSystems systems) => (_store, _systems) = (store, systems);

    /// <summary>Sees whether a system can be talked to.</summary>
    public async Task<SystemTrial> TestAsync(int id, CancellationToken cancellationToken)
    {
        try
        {
            return new SystemTrial(true, await (await OpenAsync(id, cancellationToken)).TestAsync(cancellationToken));
        }
        catch (Exception e) when (e is RecordSystemException or NotSupportedException)
        {
            return new SystemTrial(false, e.Message);
        }
    }

    /// <summary>Reads the first records of a kind.</summary>
    public async Task<SystemSample> SampleAsync(int id, RecordKind kind, CancellationToken cancellationToken)
    {
        IRawRecordSystem? system = null;
        try
        {
            system = await OpenAsync(id, cancellationToken);
            var page = await system.ReadRawAsync(new RecordQuery(kind, SampleSize), cancellationToken);
            return new SystemSample(page with { Records = [.. page.Records.Take(SampleSize)] }, null, system.Calls);
        }
        catch (Exception e) when (e is RecordSystemException or NotSupportedException or FormatException)
        {
            return new SystemSample(null, e.Message, system?.Calls ?? 0);
        }
    }

    private async Task<IRawRecordSystem> OpenAsync(int id, CancellationToken cancellationToken) =>
        await _store.GetAsync(id, cancellationToken) is { } row ? _systems.Open(row) : throw new RecordSystemException("This system is not there any more.");
}
