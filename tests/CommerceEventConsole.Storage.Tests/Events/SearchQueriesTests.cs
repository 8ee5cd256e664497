using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Events;

namespace CommerceEventConsole.Storage.Tests.Events;

public sealed class SearchQueriesTests : IAsyncLifetime
{
    private readonly EventStore _store = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _store.InitializeAsync();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task An_order_number_leads_to_its_order()
    {
        var last = 0L;
        for (var i = 0; i < 3; i++) last = await _store.OrderAsync("000000012");

        var hit = await _store.Search.BestAsync(" 000000012 ", Token);

        Assert.Equal(new SearchKey(SearchKeyKind.OrderNumber, "000000012"), hit!.Key);
        Assert.Equal(new EntityRef(EntityKind.Order, "000000012"), hit.Entity);
        Assert.Equal((last, EventStore.OrderSaved), (hit.LastSeq, hit.LastType));
    }

    [Fact]
    public async Task A_product_keeps_the_writing_of_its_sku()
    {
        await _store.AddAsync(EventStore.ProductSaved, """{"sku":"MUG-01"}""");

        Assert.Equal(new EntityRef(EntityKind.Product, "MUG-01"), (await _store.Search.BestAsync("mug", Token))!.Entity);
    }

    [Fact]
    public async Task A_tracking_number_leads_to_its_shipment()
    {
        await _store.AddAsync(EventStore.ShipmentSaved, """{"increment_id":"4001","order_id":"12","tracks":[{"track_number":"1Z999"}]}""");

        Assert.Equal(new EntityRef(EntityKind.Shipment, "4001"), (await _store.Search.BestAsync("1z999", Token))!.Entity);
    }

    [Fact]
    public async Task Each_key_is_offered_once_however_many_events_carry_it_and_no_more_than_ten()
    {
        for (var i = 0; i < 12; i++)
        {
            await _store.AddAsync(EventStore.ProductSaved, $$"""{"sku":"MUG-{{i:00}}"}""");
            await _store.AddAsync(EventStore.ProductSaved, $$"""{"sku":"MUG-{{i:00}}"}""");
        }

        var hits = await _store.Search.SuggestAsync("MUG", Token);

        Assert.Equal(SearchQueries.MaxHits, hits.Count);
        Assert.Equal(hits.Count, hits.Select(h => h.Key).Distinct().Count());
    }

    [Fact]
    public async Task One_value_that_is_two_things_is_offered_as_both()
    {
        await _store.AddAsync(EventStore.OrderSaved, """{"entity_id":"77","increment_id":"1"}""");
        await _store.AddAsync(EventStore.ProductSaved, """{"id":"77","sku":"A"}""");

        var hits = await _store.Search.SuggestAsync("77", Token);

        Assert.Equal([SearchKeyKind.OrderId, SearchKeyKind.ProductId], hits.Select(h => h.Key.Kind));
        Assert.Equal(new EntityRef(EntityKind.Order, "id:77"), (await _store.Search.SuggestAsync("id:77", Token))[0].Entity);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_event_is_found_by_its_id_whoever_sent_it(bool isAdobe)
    {
        var seq = await _store.AddAsync(EventStore.ProductSaved, """{"sku":"A"}""", eventId: "5F0C2B8E-9b58", isAdobe: isAdobe);

        var hit = await _store.Search.BestAsync("5F0C2B8E-9b58", Token);

        Assert.Equal((SearchKeyKind.EventId, seq), (hit!.Key.Kind, hit.LastSeq));
        Assert.Null(hit.Entity);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("%")]
    [InlineData("_000")]
    [InlineData("nothing of that name")]
    public async Task What_is_not_there_is_not_found(string text)
    {
        await _store.OrderAsync("000000012");

        Assert.Empty(await _store.Search.SuggestAsync(text, Token));
        Assert.Null(await _store.Search.BestAsync(text, Token));
    }
}
