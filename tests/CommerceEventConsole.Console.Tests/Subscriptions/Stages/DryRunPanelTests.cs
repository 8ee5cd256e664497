using Bunit;
using CommerceEventConsole.Engine.Subscriptions.Stages;

namespace CommerceEventConsole.Console.Tests.Subscriptions.Stages;

public sealed class DryRunPanelTests : StageCards
{
    private static readonly RouteStages Stages = new()
    {
        Enrich = [new("acme", "acme/{entity_id}")],
        Map = new MapStage { Rows = [new("number", Path("acme.number")), new("name", Path("acme.name"))] },
    };

    [Fact]
    public void A_try_shows_each_step_with_its_request_and_what_was_only_made_up()
    {
        DryRun.Report = new([
            new(StageKind.Enrich, "acme", "GET https://shop.example/rest/V1/acme/7", null, true, """{"number":"A-1"}""", null),
            new(StageKind.Map, "", null, """{"number":"A-1"}""", false, null, null),
            new(StageKind.Send, "", "POST https://erp.example.com/orders", """{"number":"A-1"}""", false, null, null),
        ]);
        var card = Open(Stages);

        Press(card, "Try it");

        card.WaitForElement(".try-step");
        Assert.Equal("It would go through. Commerce was asked once.", card.Find(".run-sentence").TextContent);
        Assert.Equal(["Ask Commerce: acme", "Make the document", "Send to ERP"], card.FindAll(".try-head strong").Select(s => s.TextContent));
        Assert.Equal(["asked", "made here", "not sent"], card.FindAll(".try-head .kind").Select(s => s.TextContent));
        Assert.Equal("{\n  \"number\": \"A-1\"\n}", card.FindAll(".try-step")[1].QuerySelector("pre")!.TextContent.ReplaceLineEndings("\n"));
        var request = Assert.Single(DryRun.Requests);
        Assert.Equal((1L, 5, null), (request.EventSeq, request.DestinationId, request.Answer));
    }

    [Fact]
    public void What_would_be_looked_at_before_writing_is_not_called_written()
    {
        DryRun.Report = new([
            new(StageKind.WriteBack, "id", "GET https://shop.example/rest/V1/orders/7", null, false, null, null),
            new(StageKind.WriteBack, "id", "POST https://shop.example/rest/V1/orders", "{}", false, null, null),
        ]);
        var card = Open(Stages);

        Press(card, "Try it");

        card.WaitForElement(".try-step");
        Assert.Equal(["not asked", "not written"], card.FindAll(".try-head .kind").Select(s => s.TextContent));
    }

    [Fact]
    public void Another_event_can_be_chosen()
    {
        var card = Open(Stages);

        card.Find(".try select").Change("2");
        Press(card, "Try it");

        card.WaitForAssertion(() => Assert.Equal(2, Assert.Single(DryRun.Requests).EventSeq));
    }

    [Fact]
    public async Task The_answer_that_is_typed_goes_with_it_and_its_fields_can_be_chosen()
    {
        var card = Open(Stages with { WriteBack = [new("id", WriteBackKind.ExternalId, "entity_id", [new("ext_order_id", Path(""))])] });

        await TypeAsync(card, "-answer", """{"erpNumber":"4711"}""");
        Press(card, "Try it");

        card.WaitForAssertion(() => Assert.Equal("""{"erpNumber":"4711"}""", Assert.Single(DryRun.Requests).Answer));
        Toggle(card, "Write back");
        Assert.Contains("answer.erpNumber", card.FindAll("datalist option").Select(o => o.GetAttribute("value")));
    }

    [Fact]
    public async Task An_answer_that_is_no_JSON_is_told_and_not_taken()
    {
        var card = Open(Stages);

        await TypeAsync(card, "-answer", "4711,");
        Press(card, "Try it");

        card.WaitForAssertion(() => Assert.Null(Assert.Single(DryRun.Requests).Answer));
        Assert.Contains("no JSON", card.Find(".try-answer .field-problem").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_problem_is_shown_at_its_row_and_leads_there()
    {
        DryRun.Report = new([
            new(StageKind.Enrich, "acme", "GET https://shop.example/rest/V1/acme/7", null, true, """{"number":"A-1"}""", null),
            new(StageKind.Map, "", null, null, false, null, "Mapping: row 2 (name): “acme.name” has no value: there is no “name”."),
        ]);
        var card = Open(Stages);
        Press(card, "Try it");
        card.WaitForElement(".try-step-bad");
        Assert.Empty(card.FindAll(".map-block"));

        Press(card, "Show where");

        Assert.Contains("there is no “name”", card.FindAll(".map-block")[1].TextContent, StringComparison.Ordinal);
        var call = Assert.Single(JSInterop.Invocations["import"], i => ((string)i.Arguments[0]!).Contains("RouteStagesCard", StringComparison.Ordinal));
        Assert.NotNull(call.Identifier);
        Labelled(card, "Row 2: value").Change("acme.number");
        Assert.DoesNotContain("there is no “name”", card.FindAll(".map-block")[1].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void What_Commerce_answered_can_be_chosen_from_then_on()
    {
        DryRun.Report = new([new(StageKind.Enrich, "acme", "GET …", null, true, """{"acme_number":"A-1"}""", null)]);
        var card = Open(Stages);
        Toggle(card, "Make the document");
        Assert.DoesNotContain("acme.acme_number", Suggested());

        Press(card, "Try it");

        card.WaitForAssertion(() => Assert.Contains("acme.acme_number", Suggested()));

        IEnumerable<string?> Suggested() => card.FindAll("datalist option").Select(o => o.GetAttribute("value"));
    }

    [Fact]
    public void A_try_can_be_cancelled()
    {
        DryRun.Held = new TaskCompletionSource<DryRunReport>(TaskCreationOptions.RunContinuationsAsynchronously);
        var card = Open(Stages);
        Press(card, "Try it");
        card.WaitForElement("progress");

        Press(card, "Cancel");

        card.WaitForAssertion(() => Assert.True(DryRun.WasCancelled));
        card.WaitForAssertion(() => Assert.Contains("Stopped.", card.Find(".try").TextContent, StringComparison.Ordinal));
        Assert.Empty(card.FindAll("progress"));
    }

    [Fact]
    public void A_try_that_breaks_off_says_so_and_can_be_made_again()
    {
        DryRun.Failure = new InvalidOperationException("The store is away.");
        var card = Open(Stages);
        Press(card, "Try it");
        card.WaitForElement(".state-error");

        DryRun.Failure = null;
        Press(card, "Try again");

        card.WaitForElement(".run-sentence");
    }

    [Fact]
    public void Stages_that_changed_after_the_try_make_it_old()
    {
        var card = Open(Stages);
        Press(card, "Try it");
        card.WaitForElement(".run-sentence");
        Toggle(card, "Make the document");

        Labelled(card, "Row 1: target").Change("nr");

        card.WaitForAssertion(() => Assert.Contains("have changed since", card.Find(".try").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public void Without_a_stored_event_there_is_nothing_to_try()
    {
        var card = Open(Stages, events: 0);

        Assert.Contains("No event of this type is stored yet", card.Find(".try").TextContent, StringComparison.Ordinal);
        Assert.Empty(card.FindAll(".try button"));
    }
}
