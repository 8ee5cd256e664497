using System.Text;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Deliveries.Outbound;
using CommerceEventConsole.Engine.Events;
using CommerceEventConsole.Engine.Failures;
using CommerceEventConsole.Engine.Intake;

namespace CommerceEventConsole.Engine.Tests.Failures;

public sealed class StakeReaderTests
{
    private const string OrderSaved = "observer.sales_order_save_commit_after";
    private const string OrderPlaced = "observer.sales_order_place_after";
    private const string ProductSaved = "observer.catalog_product_save_commit_after";

    private static readonly long? Order = OrderKey.Of(new EntityRef(EntityKind.Order, "000001001"));

    [Theory]
    [InlineData(OrderSaved, """{"value":{"increment_id":"000001001","grand_total":"99.9500","order_currency_code":"EUR"}}""", 999_500L, "EUR")]
    [InlineData(OrderPlaced, """{"event":{"order":{"increment_id":"000001001","grand_total":"99.95","order_currency_code":"USD"}}}""", 999_500L, "USD")]
    [InlineData(OrderPlaced, """{"event":{"order":{"increment_id":"000001001","grand_total":99.95}}}""", 999_500L, null)]
    [InlineData(OrderSaved, """{"value":{"increment_id":"000001001","base_grand_total":1e2,"base_currency_code":"CHF"}}""", 1_000_000L, "CHF")]
    [InlineData(OrderSaved, """{"value":{"increment_id":"000001001","grand_total":"free","order_currency_code":"EUR"}}""", null, null)]
    [InlineData(OrderSaved, """{"value":{"increment_id":"000001001","grand_total":"-5","order_currency_code":"EUR"}}""", null, null)]
    [InlineData(OrderSaved, """{"value":{"increment_id":"000001001","grand_total":5,"order_currency_code":"<b>"}}""", 50_000L, null)]
    public void An_order_is_at_stake_with_its_total_in_every_shape(string type, string data, long? value, string? currency) =>
        Assert.Equal(new Stake(EntityKind.Order, Order, value, currency), Read(type, data).Stake);

    [Fact]
    public void A_product_is_at_stake_without_a_value() => Assert.Equal(
        new Stake(EntityKind.Product, OrderKey.Of(new EntityRef(EntityKind.Product, "MUG-01"))),
        Read(ProductSaved, """{"value":{"sku":"MUG-01","grand_total":"5"}}""").Stake);

    [Theory]
    [InlineData("""not json""")]
    [InlineData("""{"specversion":"1.0"}""")]
    [InlineData("""[]""")]
    public void An_event_that_says_nothing_holds_nothing_up(string body) =>
        Assert.Null(Reader.Read(Event(OrderSaved, body)).Stake.Key);

    [Fact]
    public void Keys_names_and_addresses_are_kept_out_of_messages_and_other_values_are_not()
    {
        var values = Read(
            OrderSaved,
            """{"value":{"increment_id":"000001001","status":"processing","customer_email":"jane@example.com","customer_lastname":"Doe","addresses":[{"street":["Oudegracht 1"]}],"items":[{"sku":"NEW-MUG"}]}}""").Values;

        foreach (var value in new[] { "000001001", "jane@example.com", "Doe", "Oudegracht 1", "NEW-MUG" })
            Assert.Contains(value, values, StringComparer.OrdinalIgnoreCase);
        Assert.DoesNotContain("processing", values);
    }

    private static StakeReader Reader { get; } = new(EventCatalogue.Default, new EntityExtractor(EventCatalogue.Default));

    private static EventAtStake Read(string type, string data) => Reader.Read(Event(type, $$"""{"specversion":"1.0","data":{{data}}}"""));

    private static OutboundEvent Event(string type, string body) =>
        new(1, "shop", type, new byte[16], ContentMode.Structured, null, Encoding.UTF8.GetBytes(body));
}
