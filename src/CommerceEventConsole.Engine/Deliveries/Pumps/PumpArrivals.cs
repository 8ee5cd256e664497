using Microsoft.Extensions.Logging;

namespace CommerceEventConsole.Engine.Deliveries.Pumps;

/// <summary>
/// Brings deliveries into the hand: leases them, and loads them while the next are leased already. Both take the store a moment, and one
/// after the other they would keep a fast destination waiting.
/// </summary>
internal sealed partial class PumpArrivals(PumpIdentity pump, PumpHand hand, PumpCalls calls, CancellationToken abandon)
{
    private readonly PumpServices _services = pump.Services;

    /// <summary>Ends once everything that was leased is in hand, or was given back. Never fails.</summary>
    public Task Last { get; private set; } = Task.CompletedTask;

    /// <summary>Leases up to <paramref name="room"/> deliveries; they come into the hand, and go out from there, by themselves.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> ClaimAsync(int room, TimeSpan lease)
    {
        var (leased, until) = await _services.Claims.LeaseAsync(pump.DestinationId, room, pump.Owner, lease, abandon).ConfigureAwait(false);
        if (leased.Count > 0)
        {
            hand.Expect(leased.Count);
            Last = LoadAsync(Last, leased, until);
        }

        return leased.Count;
    }

    // One after the other: they come as they were leased.
    private async Task LoadAsync(Task before, IReadOnlyList<LeasedDelivery> leased, DateTimeOffset until)
    {
        await before.ConfigureAwait(false);
        if (await TryLoadAsync(leased, until).ConfigureAwait(false))
        {
            await calls.StartAsync().ConfigureAwait(false);
        }
        else
        {
            hand.Miss(leased.Count);
            await Task.Delay(_services.Options.ErrorPause, _services.Time, abandon).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        pump.Wake.Set();
    }

    private async Task<bool> TryLoadAsync(IReadOnlyList<LeasedDelivery> leased, DateTimeOffset until)
    {
        try
        {
            hand.Add(await _services.Claims.LoadAsync(leased, pump.Owner, until, abandon).ConfigureAwait(false));
            return true;
        }
        catch (Exception e)
        {
            if (!abandon.IsCancellationRequested)
                LogTrouble(_services.Logger, e, pump.DestinationId);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Deliveries of destination {DestinationId} could not be loaded; trying again shortly")]
    private static partial void LogTrouble(ILogger logger, Exception exception, int destinationId);
}
