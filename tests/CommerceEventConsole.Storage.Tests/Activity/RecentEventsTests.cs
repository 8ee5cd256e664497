using System.Globalization;
using System.Text;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Events;
using CommerceEventConsole.Engine.Subscriptions;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Storage.Tests.Activity;

/// <summary>What the subscription editor reads of stored events.</summary>
public class RecentEventsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Arrivals_of_seven_days_are_counted_by_type()
    {
        await using var store = await ActivityStore.CreateAsync();
        await AddAsync(store, "customer.saved", 4, TimeSpan.FromDays(9));
        await AddAsync(store, "order.saved", 5, TimeSpan.FromDays(8));
        await AddAsync(store, "order.saved", 3, TimeSpan.FromDays(2));
        await AddAsync(store, "stock.saved", 1, TimeSpan.FromHours(1));

        var arrivals = await new EventTypeArrivals(store.Contexts, store.Time).ReadAsync(Token);

        Assert.Equal([("order.saved", 3), ("stock.saved", 1)], arrivals.Select(a => (a.Key, a.Value)).Order());
    }

    [Fact]
    public async Task Without_arrivals_there_is_nothing_to_count()
    {
        await using var store = await ActivityStore.CreateAsync();
        await AddAsync(store, "order.saved", 2, TimeSpan.FromDays(30));

        Assert.Empty(await new EventTypeArrivals(store.Contexts, store.Time).ReadAsync(Token));
    }

    [Fact]
    public async Task The_newest_hundred_events_of_the_type_are_read_newest_first()
    {
        await using var store = await ActivityStore.CreateAsync();
        await AddAsync(store, "order.saved", 120, TimeSpan.FromHours(2));
        await AddAsync(store, "stock.saved", 5, TimeSpan.FromHours(1));

        var events = await Preview(store).EventsAsync("order.saved", Token);

        Assert.Equal(100, events.Count);
        Assert.Equal(events.Select(e => e.Event.Seq).OrderDescending(), events.Select(e => e.Event.Seq));
        Assert.All(events, e => Assert.Equal("order.saved", e.Event.EventType));
    }

    [Fact]
    public async Task Of_large_events_fewer_are_read_but_always_one()
    {
        await using var store = await ActivityStore.CreateAsync();
        await AddAsync(store, "order.saved", 6, TimeSpan.FromHours(2), bytes: 2_000_000);
        await AddAsync(store, "product.saved", 2, TimeSpan.FromHours(2), bytes: 8_000_000);

        Assert.Equal(3, (await Preview(store).EventsAsync("order.saved", Token)).Count);
        Assert.Single(await Preview(store).EventsAsync("product.saved", Token));
    }

    private static SubscriptionPreview Preview(ActivityStore store) =>
        new(store.Contexts, EventCatalogue.Default, new EventTypeResolver(EventCatalogue.Default, Options.Create(new EventTypeAliases())), store.Time);

    private static async Task AddAsync(ActivityStore store, string type, int count, TimeSpan ago, int bytes = 2)
    {
        await using var context = await store.Contexts.CreateDbContextAsync(Token);
        var row = context.EventTypes.SingleOrDefault(t => t.Name == type) ?? context.EventTypes.Add(new EventType { Name = type }).Entity;
        await context.SaveChangesAsync(Token);
        var next = context.Events.Max(e => (long?)e.Seq) ?? 0;
        for (var i = 0; i < count; i++)
        {
            next++;
            context.Events.Add(new StoredEvent
            {
                Seq = next,
                SourceId = 1,
                EventTypeId = row.Id,
                EventId = next.ToString(CultureInfo.InvariantCulture),
                IdentityHash = [.. Encoding.ASCII.GetBytes(next.ToString("D16", CultureInfo.InvariantCulture))],
                ReceivedAt = store.Time.GetUtcNow() - ago,
                Body = new byte[bytes],
            });
        }

        await context.SaveChangesAsync(Token);
    }
}
