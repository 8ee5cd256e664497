using CommerceEventConsole.Components.Subscriptions.Stages;
using CommerceEventConsole.Engine.Subscriptions.Fields;
using CommerceEventConsole.Engine.Subscriptions.Stages;

namespace CommerceEventConsole.Console.Tests.Subscriptions.Stages;

/// <summary>From a problem to the row that causes it.</summary>
public sealed class StepSpotTests
{
    private readonly StagesEntry _entry = StagesEntry.From(StagePreset.All[0].Make(FieldTree.Empty));

    [Theory]
    [InlineData(StageKind.Enrich, "order", "“entity_id” has no value", "stages.5.enrich[0].path")]
    [InlineData(StageKind.Enrich, "", "Question “order” to Commerce: the path holds a blank.", "stages.5.enrich[0].path")]
    [InlineData(StageKind.Enrich, "", "Question 1 to Commerce needs a name.", "stages.5.enrich[0].path")]
    [InlineData(StageKind.Enrich, "other", "it failed", null)]
    [InlineData(StageKind.Map, "", "row 3 (status): it has no value", "stages.5.map.rows[2].target")]
    [InlineData(StageKind.Map, "", "Mapping, row 21: the target “x” has a row already.", "stages.5.map.rows[20].target")]
    [InlineData(StageKind.Map, "", "row 22 (gone): it has no value", null)]
    [InlineData(StageKind.Map, "", "The event is no longer in the store.", null)]
    [InlineData(StageKind.Send, "", "Sending: the path holds a list.", "stages.5.send.path")]
    [InlineData(StageKind.WriteBack, "erp_comment", "row 1 (comment): no value", "stages.5.writeBack[1].rows[0].target")]
    [InlineData(StageKind.WriteBack, "", "Write back “erp_number”: it needs a row for “ext_order_id”.", "stages.5.writeBack[0].name")]
    public void A_problem_leads_to_what_causes_it(StageKind stage, string name, string problem, string? field) =>
        Assert.Equal(field, StepSpot.Find(_entry, "stages.5", new DryRunStep(stage, name, null, null, false, null, problem))?.Field);

    [Fact]
    public void A_template_has_no_rows()
    {
        _entry.Map = MapChoice.Template;

        Assert.Equal("stages.5.map.template", StepSpot.Find(_entry, "stages.5", new DryRunStep(StageKind.Map, "", null, null, false, null, "row 1 (x)"))!.Field);
    }
}
