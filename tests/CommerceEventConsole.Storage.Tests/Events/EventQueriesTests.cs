using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Events;

namespace CommerceEventConsole.Storage.Tests.Events;

public sealed class EventQueriesTests : IAsyncLifetime
{
    private readonly EventStore _store = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _store.InitializeAsync();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task Without_a_filter_the_newest_event_comes_first()
    {
        var first = await _store.OrderAsync("000000001");
        var second = await _store.OrderAsync("000000002");

        var page = await _store.Events.PageAsync(EventFilter.None, EventCursor.Newest, 50, Token);

        Assert.Equal([second, first], page.Rows.Select(r => r.Seq));
        Assert.Null(page.Older);
        Assert.Null(page.Newer);
        var row = page.Rows[1];
        Assert.Equal((EventStore.OrderSaved, "Web shop", new EntityRef(EntityKind.Order, "000000001")), (row.Type, row.Source, row.Entity));
    }

    [Fact]
    public async Task An_empty_store_gives_an_empty_page()
    {
        var page = await _store.Events.PageAsync(EventFilter.None, EventCursor.Newest, 50, Token);

        Assert.Same(EventPage.Empty, page);
    }

    [Fact]
    public async Task Older_pages_stay_the_same_while_events_arrive()
    {
        var seqs = new List<long>();
        for (var i = 1; i <= 5; i++) seqs.Add(await _store.OrderAsync($"00000000{i}"));
        var newest = await _store.Events.PageAsync(EventFilter.None, EventCursor.Newest, 2, Token);
        await _store.OrderAsync("000000009");

        var older = await _store.Events.PageAsync(EventFilter.None, newest.Older!.Value, 2, Token);
        var oldest = await _store.Events.PageAsync(EventFilter.None, older.Older!.Value, 2, Token);

        Assert.Equal([seqs[2], seqs[1]], older.Rows.Select(r => r.Seq));
        Assert.Equal([seqs[0]], oldest.Rows.Select(r => r.Seq));
        Assert.Null(oldest.Older);
    }

    [Fact]
    public async Task Newer_leads_back_to_the_pages_that_came_before()
    {
        var seqs = new List<long>();
        for (var i = 1; i <= 5; i++) seqs.Add(await _store.OrderAsync($"00000000{i}"));
        var newest = await _store.Events.PageAsync(EventFilter.None, EventCursor.Newest, 2, Token);
        var older = await _store.Events.PageAsync(EventFilter.None, newest.Older!.Value, 2, Token);

        var back = await _store.Events.PageAsync(EventFilter.None, older.Newer!.Value, 2, Token);

        Assert.Equal(newest.Rows.Select(r => r.Seq), back.Rows.Select(r => r.Seq));
        Assert.Null(back.Newer);
        Assert.Equal(newest.Older, back.Older);
    }

    [Fact]
    public async Task A_type_filter_shows_only_that_type()
    {
        await _store.OrderAsync("000000001");
        var product = await _store.AddAsync(EventStore.ProductSaved, """{"sku":"MUG-01"}""");
        var stock = await _store.AddAsync(EventStore.StockSaved, """{"product_id":"7"}""");

        Assert.Equal([product], await _store.SeqsAsync(new EventFilter { Types = [EventStore.ProductSaved] }));
        Assert.Equal([stock, product], await _store.SeqsAsync(new EventFilter { Types = [EventStore.ProductSaved, EventStore.StockSaved] }));
        Assert.Empty(await _store.SeqsAsync(new EventFilter { Types = ["observer.never_seen"] }));
    }

    [Fact]
    public async Task A_category_shows_all_its_types_and_narrows_chosen_ones()
    {
        var order = await _store.OrderAsync("000000001");
        var product = await _store.AddAsync(EventStore.ProductSaved, """{"sku":"MUG-01"}""");
        var invoice = await _store.AddAsync(EventStore.InvoiceSaved, """{"increment_id":"3001","order_id":"1"}""");

        Assert.Equal([invoice, order], await _store.SeqsAsync(new EventFilter { Category = EventCategory.Orders }));
        Assert.Equal([product], await _store.SeqsAsync(new EventFilter { Category = EventCategory.Catalog }));
        Assert.Empty(await _store.SeqsAsync(new EventFilter { Category = EventCategory.Orders, Types = [EventStore.ProductSaved] }));
    }

    [Fact]
    public async Task A_source_filter_shows_only_that_source()
    {
        await _store.OrderAsync("000000001");
        var other = await _store.AddAsync(EventStore.OrderSaved, """{"increment_id":"2"}""", sourceId: _store.ShopId + 1);

        Assert.Equal([other], await _store.SeqsAsync(new EventFilter { Sources = ["pos"] }));
        Assert.Equal(2, (await _store.SeqsAsync(new EventFilter { Sources = ["pos", "shop"] })).Length);
        Assert.Empty(await _store.SeqsAsync(new EventFilter { Sources = ["nowhere"] }));
    }

    [Fact]
    public async Task An_entity_is_found_by_its_whole_key_before_longer_ones()
    {
        var mug = await _store.AddAsync(EventStore.ProductSaved, """{"sku":"MUG-1"}""");
        var mugs = await _store.AddAsync(EventStore.ProductSaved, """{"sku":"MUG-12"}""");

        Assert.Equal([mug], await _store.SeqsAsync(new EventFilter { Entity = " mug-1 " }));
        Assert.Equal([mugs, mug], await _store.SeqsAsync(new EventFilter { Entity = "MUG-" }));
        Assert.Empty(await _store.SeqsAsync(new EventFilter { Entity = "CUP" }));
    }

    [Fact]
    public async Task A_beginning_that_many_keys_share_still_finds_them()
    {
        for (var i = 0; i <= EventPlan.MaxPrefixValues; i++) await _store.AddAsync(EventStore.ProductSaved, $$"""{"sku":"MUG-{{i:000}}"}""");
        await _store.AddAsync(EventStore.ProductSaved, """{"sku":"CUP"}""");

        Assert.Equal(EventPlan.MaxPrefixValues + 1, (await _store.SeqsAsync(new EventFilter { Entity = "mug" }, take: 500)).Length);
    }

    [Fact]
    public async Task A_time_range_includes_its_start_and_excludes_its_end()
    {
        var seqs = new List<long>();
        for (var i = 1; i <= 9; i++) seqs.Add(await _store.OrderAsync($"00000000{i}"));

        var found = await _store.SeqsAsync(new EventFilter { From = EventStore.Start.AddMinutes(3), To = EventStore.Start.AddMinutes(5) });

        Assert.Equal([seqs[3], seqs[2]], found);
        Assert.Empty(await _store.SeqsAsync(new EventFilter { From = EventStore.Start.AddDays(1) }));
        Assert.Empty(await _store.SeqsAsync(new EventFilter { To = EventStore.Start.AddDays(-1) }));
    }

    [Theory]
    [InlineData(EventOutcome.Delivered, 0)]
    [InlineData(EventOutcome.Waiting, 1)]
    [InlineData(EventOutcome.Failed, 2)]
    [InlineData(EventOutcome.Held, 3)]
    [InlineData(EventOutcome.NoMatch, 4)]
    public async Task An_outcome_shows_the_events_that_fared_so(EventOutcome outcome, int expected)
    {
        DeliveryState[] states = [DeliveryState.Delivered, DeliveryState.Retrying, DeliveryState.Failed, DeliveryState.Held];
        var seqs = new List<long>();
        foreach (var state in states)
        {
            var seq = await _store.OrderAsync($"00000000{seqs.Count}", "new", _store.To(_store.ErpId), _store.To(_store.CrmId));
            await _store.SetStateAsync(seq, _store.ErpId, state);
            await _store.SetStateAsync(seq, _store.CrmId, DeliveryState.Delivered);
            seqs.Add(seq);
        }

        seqs.Add(await _store.OrderAsync("000000009"));

        Assert.Equal([seqs[expected]], await _store.SeqsAsync(new EventFilter { Outcome = outcome }));
    }

    [Fact]
    public async Task An_event_that_a_replay_sent_later_counts_as_delivered()
    {
        var sentLater = await _store.OrderAsync("000000001");
        var never = await _store.OrderAsync("000000002");
        await using (var db = _store.Db())
        {
            db.Deliveries.Add(new Delivery
            {
                Id = 1_000, EventSeq = sentLater, RouteId = 1, DestinationId = _store.ErpId, RevisionId = 1, ReplayId = 1, State = DeliveryState.Delivered,
            });
            await db.SaveChangesAsync(Token);
        }

        Assert.Equal([sentLater], await _store.SeqsAsync(new EventFilter { Outcome = EventOutcome.Delivered }));
        Assert.Equal([never], await _store.SeqsAsync(new EventFilter { Outcome = EventOutcome.NoMatch }));
    }

    [Fact]
    public async Task Filters_hold_together()
    {
        var both = await _store.OrderAsync("000000001", "new", _store.To(_store.ErpId));
        await _store.SetStateAsync(both, _store.ErpId, DeliveryState.Failed);
        await _store.OrderAsync("000000001");
        await _store.AddAsync(EventStore.OrderSaved, """{"increment_id":"000000001"}""", sourceId: _store.ShopId + 1);

        var found = await _store.SeqsAsync(new EventFilter
        {
            Types = [EventStore.OrderSaved], Sources = ["shop"], Entity = "000000001", Outcome = EventOutcome.Failed, From = EventStore.Start,
        });

        Assert.Equal([both], found);
    }

    [Fact]
    public async Task Only_events_with_warnings_are_shown_where_they_are_asked_for()
    {
        await _store.OrderAsync("000000001");
        var odd = await _store.AddAsync(EventStore.OrderSaved, """{"increment_id":"2"}""", warnings: "grand_total is missing\nstate is no text");

        Assert.Equal([odd], await _store.SeqsAsync(new EventFilter { WithWarnings = true }));
        var details = await _store.Events.FindAsync(odd, Token);
        Assert.Equal(["grand_total is missing", "state is no text"], details!.Warnings);
    }

    [Fact]
    public async Task A_row_tells_where_its_deliveries_stand()
    {
        var seq = await _store.OrderAsync("000000001", "new", _store.To(_store.ErpId), _store.To(_store.CrmId));
        await _store.SetStateAsync(seq, _store.ErpId, DeliveryState.Delivered);

        var page = await _store.Events.PageAsync(EventFilter.None, EventCursor.Newest, 50, Token);

        Assert.Equal(
            [new DeliveryMark(_store.CrmId, "CRM", DeliveryState.Pending, 1), new DeliveryMark(_store.ErpId, "ERP", DeliveryState.Delivered, 1)],
            page.Rows[0].Deliveries.AsEnumerable());
    }

    [Fact]
    public async Task A_search_that_takes_too_long_says_how_far_it_came_and_goes_on_from_there()
    {
        var wanted = await _store.AddAsync(EventStore.OrderSaved, """{"increment_id":"1"}""", warnings: "odd");
        await JumpAsync(to: 100_000);
        var newest = await _store.OrderAsync("000000002");
        _store.TimePerLook = TimeSpan.FromSeconds(1);
        var filter = new EventFilter { WithWarnings = true };

        var page = await _store.Events.PageAsync(filter, EventCursor.Newest, 50, Token);
        Assert.Empty(page.Rows);
        Assert.Equal(EventStore.Start.AddMinutes(2), page.SearchedBackTo);
        Assert.True(newest > 100_000);

        for (var i = 0; i < 10 && page.Rows.IsEmpty; i++) page = await _store.Events.PageAsync(filter, page.Older!.Value, 50, Token);
        Assert.Equal([wanted], page.Rows.Select(r => r.Seq));
        Assert.Null(page.Older);
    }

    [Fact]
    public async Task The_bytes_are_read_only_for_the_event_asked_for()
    {
        var seq = await _store.OrderAsync("000000001");
        _store.Sql.Clear();
        await _store.SeqsAsync(EventFilter.None);
        Assert.DoesNotContain(_store.Sql.Statements, s => s.Contains("Body", StringComparison.Ordinal));

        var body = await _store.Events.ReadBodyAsync(seq, Token);
        Assert.Contains("000000001", System.Text.Encoding.UTF8.GetString(body!), StringComparison.Ordinal);
        Assert.Null(await _store.Events.ReadBodyAsync(seq + 1, Token));
        Assert.Null(await _store.Events.FindAsync(seq + 1, Token));
    }

    [Fact]
    public async Task A_cancelled_query_stops()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _store.Events.PageAsync(EventFilter.None, EventCursor.Newest, 50, cancelled.Token));
    }

    // Seq has gaps where retention deleted: a long way to search without writing as many rows.
    private async Task JumpAsync(long to)
    {
        await using var db = _store.Db();
        var counter = await db.Counters.FindAsync([Engine.Storage.Counter.EventSeq], Token);
        counter!.Value = to;
        await db.SaveChangesAsync(Token);
    }
}
