using CommerceEventConsole.Engine.BackOffice;

namespace CommerceEventConsole.Engine.Tests.Commerce.Records;

public class CommerceRecordsReadTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(RecordKind.Order, true, true, false)]
    [InlineData(RecordKind.OrderStatus, true, true, true)]
    [InlineData(RecordKind.Shipment, true, true, true)]
    [InlineData(RecordKind.Return, true, false, true)]
    [InlineData(RecordKind.Product, true, true, true)]
    [InlineData(RecordKind.BasePrice, true, true, true)]
    [InlineData(RecordKind.Stock, true, false, true)]
    [InlineData(RecordKind.Customer, true, true, true)]
    [InlineData(RecordKind.Company, true, false, false)]
    [InlineData(RecordKind.ListPrice, false, false, false)]
    public void What_commerce_can_be_asked_for_is_known_beforehand(RecordKind kind, bool reads, bool readsChanges, bool writes)
    {
        var side = new CommerceSide().Records;

        Assert.Equal((reads, readsChanges, writes), (side.CanRead(kind), side.CanReadChanges(kind), side.CanWrite(kind)));
    }

    [Fact]
    public async Task A_walk_goes_on_behind_the_last_entity_and_tells_what_has_no_key()
    {
        var side = new CommerceSide().Found("products", """
            [ { "id": 4, "sku": "A", "name": "Mat", "status": 1, "price": 9.5, "updated_at": "2026-05-04 06:30:00", "custom_attributes": [ { "attribute_code": "color", "value": "red" } ] },
              { "id": 9, "name": "Nobody" } ]
            """, total: 7);

        var first = await side.Records.ReadAsync(new RecordQuery(RecordKind.Product, 2) { ChangedSince = At(5), ChangedBefore = At(7) }, Token);
        var second = await side.Records.ReadAsync(new RecordQuery(RecordKind.Product, 2) { Position = first.Next }, Token);

        var product = Assert.Single(first.Records);
        Assert.Equal(("A", At(6.5)), (product.Key, product.ChangedAt));
        Assert.Equal("""{"sku":"A","name":"Mat","status":1,"price":9.5,"attributes":{"color":"red"}}""", product.Fields.ToJsonString());
        Assert.Equal(("9", (long?)7, (long?)null), (first.Next, first.Total, second.Total));
        Assert.Equal(["Entity 9 has no key."], first.Unreadable);
        Assert.Contains("[field]=updated_at&searchCriteria[filter_groups][1][filters][0][value]=2026-05-04 05:00:00&searchCriteria[filter_groups][1][filters][0][condition_type]=gteq", side.Query(0), StringComparison.Ordinal);
        Assert.Contains("[value]=2026-05-04 07:00:00&searchCriteria[filter_groups][2][filters][0][condition_type]=lt", side.Query(0), StringComparison.Ordinal);
        Assert.Contains("[field]=entity_id&searchCriteria[filter_groups][0][filters][0][value]=9&searchCriteria[filter_groups][0][filters][0][condition_type]=gt", side.Query(1), StringComparison.Ordinal);

        // The same page again: nothing lies behind it.
        Assert.Null(second.Next);
    }

    [Fact]
    public async Task Many_keys_are_one_search()
    {
        var side = new CommerceSide().Found("orders", """[ { "entity_id": 1, "increment_id": "000000001", "status": "processing", "grand_total": "10.0000" } ]""");

        var page = await side.Records.ReadAsync(new RecordQuery(RecordKind.Order, 100) { Keys = ["000000001", "000000002"] }, Token);

        Assert.Equal("000000001", Assert.Single(page.Records).Key);
        Assert.Contains("[value]=000000001,000000002&", side.Query(0), StringComparison.Ordinal);
        Assert.Equal(1, side.Records.Calls);
    }

    [Fact]
    public async Task Stock_of_one_sku_at_several_sources_is_told_apart_by_its_key()
    {
        var side = new CommerceSide().Found("inventory/source-items", """
            [ { "sku": "A/B", "source_code": "default", "quantity": 3, "status": 1 }, { "sku": "A/B", "source_code": "eu", "quantity": 0, "status": 0 },
              { "sku": "A/B", "source_code": "uk", "quantity": 8, "status": 1 } ]
            """);

        var page = await side.Records.ReadAsync(new RecordQuery(RecordKind.Stock, 100) { Keys = ["A/B/default", "A/B/eu"] }, Token);
        var whole = await side.Records.ReadAsync(new RecordQuery(RecordKind.Stock, 3), Token);

        Assert.Equal("A/B/eu", Assert.Single(page.Records).Key);
        Assert.Equal("""{"sku":"A/B","source_code":"eu","quantity":0,"status":0}""", page.Records[0].Fields.ToJsonString());
        Assert.Equal(["A/B", "A/B/eu", "A/B/uk"], whole.Records.Select(r => r.Key));
        Assert.Null(whole.Next);
    }

    [Fact]
    public async Task Pages_of_stock_end_where_the_total_says()
    {
        var side = new CommerceSide().Found("inventory/source-items", """[ { "sku": "A", "source_code": "default", "quantity": 3, "status": 1 } ]""", total: 2);

        var first = await side.Records.ReadAsync(new RecordQuery(RecordKind.Stock, 1), Token);
        var second = await side.Records.ReadAsync(new RecordQuery(RecordKind.Stock, 1) { Position = first.Next }, Token);

        Assert.Equal(("2", null), (first.Next, second.Next));
        Assert.Contains("[current_page]=2", side.Query(1), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_price_of_one_store_has_its_own_call_and_those_of_all_stores_come_with_the_products()
    {
        var side = new CommerceSide()
            .Found("products", """[ { "id": 1, "sku": "A", "price": 9.5 } ]""")
            .On("POST products/base-prices-information", """[ { "sku": "A", "store_id": 0, "price": 9.5 }, { "sku": "A", "store_id": 2, "price": 8 }, { "sku": "A", "store_id": 3, "price": 7 } ]""");

        var page = await side.Records.ReadAsync(new RecordQuery(RecordKind.BasePrice, 100) { Keys = ["A", "A/2"] }, Token);

        Assert.Equal(["A 0 9.5", "A/2 2 8"], page.Records.Select(r => $"{r.Key} {r.Fields["store_id"]} {r.Fields["price"]}"));
        Assert.Equal(["GET products", "POST products/base-prices-information"], side.Lines);
    }

    [Fact]
    public async Task A_shipment_is_found_by_the_number_that_the_other_system_gave_it_in_the_order_that_it_belongs_to()
    {
        var side = new CommerceSide()
            .Found("orders", """[ { "entity_id": 7, "increment_id": "000000001", "items": [] } ]""")
            .Found("shipments", """
                [ { "entity_id": 1, "order_id": 7, "increment_id": "000000101", "comments": [ { "comment": "Left the house [DL-1]" } ], "items": [ { "sku": "A", "qty": 1 } ], "tracks": [] },
                  { "entity_id": 2, "order_id": 7, "increment_id": "000000102", "comments": [ { "comment": "By hand" } ], "items": [], "tracks": [] } ]
                """);

        var page = await side.Records.ReadAsync(new RecordQuery(RecordKind.Shipment, 100) { Keys = ["DL-1", "DL-2"], Orders = ["000000001"] }, Token);

        var shipment = Assert.Single(page.Records);
        Assert.Equal(("DL-1", "000000001", "A"), (shipment.Key, shipment.Fields["increment_id"]!.GetValue<string>(), shipment.Fields["items"]![0]!["sku"]!.GetValue<string>()));
        Assert.Contains("[field]=order_id", side.Query(1), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Customers_and_companies_are_known_by_their_address_in_small_letters()
    {
        var side = new CommerceSide()
            .Found("customers/search", """[ { "id": 3, "email": "Ada@Example.com", "firstname": "Ada", "lastname": "Hill", "group_id": 1, "website_id": 1 } ]""")
            .Found("company/", """[ { "id": 5, "company_email": "Office@Example.com", "company_name": "Alder" } ]""");

        var customer = Assert.Single((await side.Records.ReadAsync(new RecordQuery(RecordKind.Customer, 100), Token)).Records);
        var company = Assert.Single((await side.Records.ReadAsync(new RecordQuery(RecordKind.Company, 100) { Keys = ["office@example.com"] }, Token)).Records);

        Assert.Equal(("ada@example.com", "office@example.com"), (customer.Key, company.Key));
        Assert.Equal("""{"company_name":"Alder","company_email":"Office@Example.com"}""", company.Fields.ToJsonString());
    }

    [Fact]
    public async Task What_commerce_does_not_allow_now_comes_with_the_time_to_come_again()
    {
        var side = new CommerceSide(new() { Retries = 0 }, retryAfter: TimeSpan.FromSeconds(30)).On("GET orders", "{}", 503);

        var refused = await Assert.ThrowsAsync<RecordSystemException>(() => side.Records.ReadAsync(new RecordQuery(RecordKind.Order, 10), Token));

        Assert.Equal((TimeSpan.FromSeconds(30), false), (refused.RetryAfter, refused.NeedsPerson));
    }

    [Fact]
    public async Task What_commerce_refuses_is_for_a_person_to_mend()
    {
        var side = new CommerceSide().On("GET orders", "{}", 403);

        Assert.True((await Assert.ThrowsAsync<RecordSystemException>(() => side.Records.ReadAsync(new RecordQuery(RecordKind.Order, 10), Token))).NeedsPerson);
    }

    [Fact]
    public async Task Prices_of_price_lists_are_said_not_to_be_read()
    {
        var refused = await Assert.ThrowsAsync<NotSupportedException>(() => new CommerceSide().Records.ReadAsync(new RecordQuery(RecordKind.ListPrice, 10), Token));

        Assert.Contains("Shop", refused.Message, StringComparison.Ordinal);
    }

    private static DateTimeOffset At(double hour) => new DateTimeOffset(2026, 5, 4, 0, 0, 0, TimeSpan.Zero).AddHours(hour);
}
