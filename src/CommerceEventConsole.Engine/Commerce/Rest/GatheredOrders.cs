using System.Globalization;
using System.Text.Json.Nodes;
using CommerceEventConsole.Engine.Commerce.Api;
using CommerceEventConsole.Engine.Commerce.Calls;

namespace CommerceEventConsole.Engine.Commerce.Rest;

/// <summary>
/// Reads single orders for many who ask at once: the first is asked for at once, and those who come while Commerce answers go together in the
/// next call, which begins when the answer is there or has taken long. Nobody waits for others to come, and each answer was asked for after
/// its question.
/// </summary>
internal sealed class GatheredOrders
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Place, List<Asked>> _waiting = [];

    /// <summary>An order by its <c>entity_id</c>; null where there is none.</summary>
    /// <param name="shop">Where.</param>
    /// <param name="id">The <c>entity_id</c>.</param>
    /// <param name="fields">Which members the answer has, <c>entity_id</c> among them.</param>
    /// <param name="cancellationToken">Gives it up; the others go on.</param>
    /// <exception cref="CommerceException">Commerce did not answer, or refused.</exception>
    public Task<JsonObject?> GetAsync(CommerceShop shop, long id, string fields, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var place = new Place(shop.Instance.Id, shop.Purpose, fields);
        var asked = new Asked(shop, id, cancellationToken);
        if (shop.Options.GatherSize == 1)
        {
            _ = AskAsync(place, [asked]);
            return asked.Answer.Task.WaitAsync(cancellationToken);
        }

        lock (_lock)
        {
            if (_waiting.TryGetValue(place, out var waiting))
            {
                waiting.Add(asked);
                return asked.Answer.Task.WaitAsync(cancellationToken);
            }

            _waiting[place] = [];
        }

        _ = WorkAsync(place, asked);
        return asked.Answer.Task.WaitAsync(cancellationToken);
    }

    private async Task WorkAsync(Place place, Asked first)
    {
        List<Asked> next = [first];
        while (true)
        {
            var asking = next.Where(a => !a.Given.IsCancellationRequested).Chunk(first.Shop.Options.GatherSize).Select(some => AskAsync(place, some));
            await PatientlyAsync(Task.WhenAll(asking), first.Shop).ConfigureAwait(false);
            lock (_lock)
            {
                next = _waiting[place];
                if (next.Count == 0)
                {
                    _waiting.Remove(place);
                    return;
                }

                _waiting[place] = [];
            }
        }
    }

    // Does not fail.
    private static async Task PatientlyAsync(Task asking, CommerceShop shop)
    {
        using var answered = new CancellationTokenSource();
        await Task.WhenAny(asking, Task.Delay(shop.Options.GatherPatience, shop.Time, answered.Token)).ConfigureAwait(false);
        await answered.CancelAsync().ConfigureAwait(false);
    }

    // Does not fail: those who asked are told.
    private static async Task AskAsync(Place place, Asked[] some)
    {
        try
        {
            // A call for several is given up with the last of those who wait for it.
            using var all = new CancellationTokenSource();
            var left = some.Length;
            var given = some.Select(a => a.Given.Register(() =>
            {
                if (Interlocked.Decrement(ref left) == 0)
                    all.Cancel();
            })).ToList();
            try
            {
                await (some.Length == 1 ? OneAsync(place, some[0], all.Token) : ManyAsync(place, some, all.Token)).ConfigureAwait(false);
            }
            finally
            {
                given.ForEach(g => g.Dispose());
            }
        }
        catch (Exception e)
        {
            foreach (var asked in some)
            {
                asked.Answer.TrySetException(e is OperationCanceledException ? new CommerceException("The question was given up.", null, e) { IsTransient = true } : e);
                _ = asked.Answer.Task.Exception;
            }
        }
    }

    private static async Task OneAsync(Place place, Asked asked, CancellationToken cancellationToken) =>
        asked.Answer.TrySetResult(await asked.Shop.Orders.GetAsync(asked.Id, cancellationToken, place.Fields).ConfigureAwait(false));

    private static async Task ManyAsync(Place place, Asked[] some, CancellationToken cancellationToken)
    {
        var shop = some[^1].Shop;
        var ids = some.Select(a => a.Id.ToString(CultureInfo.InvariantCulture)).Distinct(StringComparer.Ordinal).ToList();
        var found = await shop.ManyAsync("orders", "entity_id", ids, $"items[{place.Fields}],total_count", cancellationToken).ConfigureAwait(false);
        var byId = found.ToLookup(o => JsonFields.Long(o["entity_id"]));
        foreach (var asked in some)
            asked.Answer.TrySetResult(byId[asked.Id].FirstOrDefault());
    }

    private readonly record struct Place(int InstanceId, CommercePurpose Purpose, string Fields);

    private sealed record Asked(CommerceShop Shop, long Id, CancellationToken Given)
    {
        public TaskCompletionSource<JsonObject?> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
