using System.Text.Json;
using CommerceEventConsole.Engine.Catalogue;

namespace CommerceEventConsole.Engine.Tests.Catalogue;

public sealed class PayloadRootTests
{
    private static readonly EventTypeInfo OrderSaved = EventCatalogue.Default.Find("observer.sales_order_save_commit_after")!;
    private static readonly EventTypeInfo Registered = EventCatalogue.Default.Find("observer.customer_register_success")!;

    private static JsonElement Json(string text) => JsonElement.Parse(text);

    [Theory]
    [InlineData("""{"key":"k","value":{"increment_id":"7"},"source":"a.b"}""", PayloadShape.Documented)]
    [InlineData("""{"value":{"order":{"increment_id":"7"}}}""", PayloadShape.Documented)]
    [InlineData("""{"uid":"u","event":{"order":{"increment_id":"7"}}}""", PayloadShape.Seed)]
    [InlineData("""{"event":{"sales_order":{"increment_id":"7"}}}""", PayloadShape.Seed)]
    [InlineData("""{"event":{"increment_id":"7","items":[]}}""", PayloadShape.Seed)]
    [InlineData("""{"event":{"data":{"value":{"increment_id":"7"},"source":"a.b"}}}""", PayloadShape.Local)]
    [InlineData("""{"uid":"u","event":"be-observer.x","value":{"increment_id":"7"}}""", PayloadShape.Documented)]
    [InlineData("""{"increment_id":"7"}""", PayloadShape.Plain)]
    [InlineData("""{"order":{"increment_id":"7"}}""", PayloadShape.Plain)]
    public void The_entity_is_found_in_every_form(string data, PayloadShape shape)
    {
        var payload = PayloadRoot.Find(Json(data), OrderSaved);

        Assert.Equal(shape, payload.Shape);
        Assert.Equal("7", payload.Entity.GetProperty("increment_id").GetString());
    }

    [Fact]
    public void The_root_of_a_nested_payload_stands_above_the_entity()
    {
        var payload = PayloadRoot.Find(Json("""{"key":"k","value":{"customer":{"email":"a@b"},"account_controller":[]}}"""), Registered);

        Assert.True(payload.Root.TryGetProperty("account_controller", out _));
        Assert.Equal("a@b", payload.Entity.GetProperty("email").GetString());
    }

    [Fact]
    public void A_flat_payload_is_not_mistaken_for_an_object_it_refers_to()
    {
        var payload = PayloadRoot.Find(Json("""{"value":{"increment_id":"1","order":{"increment_id":"2"}}}"""), OrderSaved);

        Assert.Equal("1", payload.Entity.GetProperty("increment_id").GetString());
    }

    [Theory]
    [InlineData("""{"name":"temperature","value":21}""")]
    [InlineData("""{"name":"temperature","value":{"celsius":21}}""")]
    public void A_strangers_field_named_value_is_no_wrapping(string data) =>
        Assert.Equal(PayloadShape.Plain, PayloadRoot.Find(Json(data), null).Shape);

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("\"text\"")]
    [InlineData("12")]
    [InlineData("true")]
    [InlineData("""{"value":null}""")]
    [InlineData("""{"value":[]}""")]
    [InlineData("""{"event":{}}""")]
    [InlineData("""{"event":{"data":[]}}""")]
    [InlineData("""{"event":{"order":[]}}""")]
    [InlineData("""{"\ud800":1,"value":{"\udfff":{"\ud800x":2}}}""")]
    public void Nothing_a_stranger_sends_makes_it_throw(string data)
    {
        PayloadRoot.Find(Json(data), OrderSaved);
        PayloadRoot.Find(Json(data), Registered);
        PayloadRoot.Find(Json(data), null);
    }

    [Fact]
    public void An_event_without_data_has_an_empty_root() => Assert.True(SafeJson.IsEmpty(PayloadRoot.Find(default, OrderSaved).Root));

    [Fact]
    public void A_broken_name_does_not_hide_its_neighbours()
    {
        var payload = PayloadRoot.Find(Json("""{"value":{"\ud800":1,"increment_id":"7","\udc00":2}}"""), OrderSaved);

        Assert.True(SafeJson.TryGetProperty(payload.Entity, "increment_id"u8, out var number));
        Assert.Equal("7", number.GetString());
    }
}
