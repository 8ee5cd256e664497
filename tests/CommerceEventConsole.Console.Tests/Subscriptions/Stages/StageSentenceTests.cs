using CommerceEventConsole.Components.Subscriptions.Stages;
using CommerceEventConsole.Engine.Subscriptions.Fields;
using CommerceEventConsole.Engine.Subscriptions.Stages;

namespace CommerceEventConsole.Console.Tests.Subscriptions.Stages;

public sealed class StageSentenceTests
{
    [Fact]
    public void Stages_are_told_in_one_sentence()
    {
        var stages = StagePreset.All[0].Make(FieldTree.Empty);

        Assert.Equal(
            "Asks Commerce for the order, makes a document of 21 fields for ERP, sends it, writes the external id and a comment back to Commerce.",
            StageSentence.Of(stages, "ERP"));
    }

    [Fact]
    public void Without_stages_an_event_goes_as_it_is() => Assert.Equal("Each event goes out just as it is.", StageSentence.Of(RouteStages.None, "ERP"));

    [Theory]
    [InlineData("PUT", null, "Sends the event by PUT.")]
    [InlineData("PATCH", "orders/{entity_id}", "Sends the event by PATCH to orders/{entity_id}.")]
    public void Another_method_and_path_are_told(string method, string? path, string sentence) =>
        Assert.Equal(sentence, StageSentence.Of(new RouteStages { Send = new SendStage(method, path) }, "ERP"));

    [Fact]
    public void What_Commerce_answered_goes_with_the_event_where_no_document_is_made() => Assert.Equal(
        "Asks Commerce for the order, the customer and the price list, sends the event with what it got.",
        StageSentence.Of(new RouteStages { Enrich = [new("order", "a"), new("customer", "b"), new("price_list", "c")] }, "ERP"));
}
