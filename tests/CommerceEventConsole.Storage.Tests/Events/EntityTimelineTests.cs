using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Events;

namespace CommerceEventConsole.Storage.Tests.Events;

public sealed class EntityTimelineTests : IAsyncLifetime
{
    private readonly EventStore _store = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _store.InitializeAsync();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task An_order_shows_its_invoices_and_shipments_though_they_name_it_by_id_only()
    {
        var order = await _store.OrderAsync("000000012");
        var invoice = await _store.AddAsync(EventStore.InvoiceSaved, """{"increment_id":"3001","order_id":"12"}""");
        await _store.AddAsync(EventStore.InvoiceSaved, """{"increment_id":"3002","order_id":"13"}""");
        var shipment = await _store.AddAsync(EventStore.ShipmentSaved, """{"increment_id":"4001","order_id":"12"}""");

        var byNumber = await StoryAsync(new EntityRef(EntityKind.Order, "000000012"));
        var byId = await StoryAsync(new EntityRef(EntityKind.Order, "id:12"));

        Assert.Equal([shipment, invoice, order], Seqs(byNumber));
        Assert.Equal([shipment, invoice, order], Seqs(byId));
        Assert.Equal(2, byNumber.Keys.Length);
    }

    [Fact]
    public async Task The_story_can_be_read_from_its_beginning_page_by_page()
    {
        var seqs = new List<long>();
        foreach (var status in new[] { "new", "paid", "packed", "sent", "done" }) seqs.Add(await _store.OrderAsync("000000012", status));
        var order = new EntityRef(EntityKind.Order, "000000012");

        var first = await _store.Timeline.PageAsync(order, oldestFirst: true, withRelated: false, null, 2, Token);
        var second = await _store.Timeline.PageAsync(order, oldestFirst: true, withRelated: false, first.Next, 2, Token);
        var last = await _store.Timeline.PageAsync(order, oldestFirst: true, withRelated: false, second.Next, 2, Token);
        var newest = await _store.Timeline.PageAsync(order, oldestFirst: false, withRelated: false, null, 2, Token);

        Assert.Equal(seqs[..2], Seqs(first));
        Assert.Equal(seqs[2..4], Seqs(second));
        Assert.Equal(seqs[4..], Seqs(last));
        Assert.Null(last.Next);
        Assert.Equal([seqs[4], seqs[3]], Seqs(newest));
        Assert.Equal(EventCursor.OlderThan(seqs[3]), newest.Next);
    }

    [Fact]
    public async Task Each_event_tells_what_changed_since_the_one_before_also_across_pages()
    {
        await _store.OrderAsync("000000012", "new");
        var paid = await _store.OrderAsync("000000012", "paid");

        var page = await _store.Timeline.PageAsync(new EntityRef(EntityKind.Order, "000000012"), false, false, null, 1, Token);

        var item = Assert.Single(page.Items);
        Assert.Equal(paid, item.Row.Seq);
        Assert.Equal([new FieldChange("status", "new", "paid", IsMinor: false)], item.Changes.AsEnumerable());
    }

    [Fact]
    public async Task An_invoice_is_compared_with_itself_and_not_with_its_order()
    {
        await _store.OrderAsync("000000012");
        await _store.AddAsync(EventStore.InvoiceSaved, """{"increment_id":"3001","order_id":"12","state":"1"}""");
        await _store.AddAsync(EventStore.InvoiceSaved, """{"increment_id":"3001","order_id":"12","state":"2"}""");

        var story = await StoryAsync(new EntityRef(EntityKind.Order, "000000012"));

        Assert.Equal([new FieldChange("state", "1", "2", IsMinor: false)], story.Items[0].Changes.AsEnumerable());
        Assert.Empty(story.Items[1].Changes);
        Assert.Null(story.Items[1].ComparedWith);
    }

    [Fact]
    public async Task A_product_shows_its_own_events_and_orders_only_on_request()
    {
        var saved = await _store.AddAsync(EventStore.ProductSaved, """{"id":"7","sku":"MUG-01"}""");
        var stock = await _store.AddAsync(EventStore.StockSaved, """{"product_id":"7","qty":"3"}""");
        var order = await _store.AddAsync(EventStore.OrderSaved, """{"increment_id":"1","items":[{"sku":"MUG-01"}]}""");
        var product = new EntityRef(EntityKind.Product, "MUG-01");

        var own = await _store.Timeline.PageAsync(product, false, withRelated: false, null, 50, Token);
        var all = await _store.Timeline.PageAsync(product, false, withRelated: true, null, 50, Token);

        Assert.Equal([stock, saved], Seqs(own));
        Assert.True(own.HasRelated);
        Assert.Equal([order, stock, saved], Seqs(all));
    }

    [Fact]
    public async Task An_entity_nobody_knows_has_no_story()
    {
        Assert.Empty((await StoryAsync(new EntityRef(EntityKind.Order, "404"))).Items);
        Assert.Empty((await StoryAsync(new EntityRef(EntityKind.None, null))).Items);
    }

    [Fact]
    public async Task Protected_health_information_is_marked_in_the_story()
    {
        await _store.AddAsync(EventStore.OrderSaved, """{"increment_id":"1","status":"new"}""", isProtected: true);
        await _store.AddAsync(EventStore.OrderSaved, """{"increment_id":"1","status":"paid"}""");

        var story = await StoryAsync(new EntityRef(EntityKind.Order, "1"));

        Assert.All(story.Items, i => Assert.True(i.IsProtected));
    }

    private Task<TimelinePage> StoryAsync(EntityRef entity) => _store.Timeline.PageAsync(entity, false, false, null, 50, Token);

    private static long[] Seqs(TimelinePage page) => [.. page.Items.Select(i => i.Row.Seq)];
}
