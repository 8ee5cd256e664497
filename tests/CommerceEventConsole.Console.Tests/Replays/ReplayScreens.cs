using CommerceEventConsole.Console.Tests.Subscriptions.History;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Replays;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Console.Tests.Replays;

/// <summary>Deliveries and replays of them, beside <see cref="HistoryScreens"/>. Nothing is sent.</summary>
internal static class ReplayScreens
{
    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    /// <summary>One order event per state, with a delivery in it to the ERP; oldest first.</summary>
    public static async Task<List<Delivery>> AddDeliveriesAsync(this HistoryScreens screens, params DeliveryState[] states)
    {
        var made = new List<Delivery>();
        foreach (var state in states)
        {
            var seq = await screens.OrderAsync("paid", screens.Subscription.Routes[0]);
            await using var db = await screens.Screens.Contexts.CreateDbContextAsync(Token);
            var delivery = await db.Deliveries.SingleAsync(d => d.EventSeq == seq, Token);
            (delivery.State, delivery.LastError) = (state, "The answer was 503.");
            await db.SaveChangesAsync(Token);
            made.Add(delivery);
        }

        return made;
    }

    /// <summary>A resend of these deliveries, which has sent them all.</summary>
    public static async Task<Replay> AddResendAsync(
        this HistoryScreens screens, List<Delivery> deliveries, ReplayState state, ResendOptions? options = null, string? error = null)
    {
        var request = new ResendRequest(DeliveryScope.OfIds(deliveries.Select(d => d.Id)), options ?? new ResendOptions(), deliveries.Count, "The ERP is back.");
        var (replay, problem) = await screens.Replays.StartResendAsync(request, "ben@example.com", Token);
        Assert.Null(problem);
        await using var db = await screens.Screens.Contexts.CreateDbContextAsync(Token);
        db.Update(replay!);
        (replay!.State, replay.Examined, replay.Created, replay.Error) = (state, deliveries.Count, deliveries.Count, error);
        await db.SaveChangesAsync(Token);
        var ids = deliveries.ConvertAll(d => d.Id);
        await db.Deliveries.Where(d => ids.Contains(d.Id)).ExecuteUpdateAsync(set => set.SetProperty(d => d.ReplayId, replay.Id), Token);
        return replay;
    }
}
