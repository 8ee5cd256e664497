using CommerceEventConsole.Engine.Subscriptions;
using CommerceEventConsole.Engine.Subscriptions.Matching;
using CommerceEventConsole.Engine.Subscriptions.Stages;

namespace CommerceEventConsole.Engine.Tests.Subscriptions;

public class RevisionDiffTests
{
    private static readonly SubscriptionDraft InForce = new(
        "Orders",
        "order.saved",
        ["increment_id", "items[].sku as article"],
        [new Rule("state", RuleOperator.Equal, "processing"), new Rule("grand_total", RuleOperator.GreaterThan, "100")],
        [1],
        RouteSending.Default,
        Enabled: true);

    private static readonly RevisionNames Names = new(
        type => type == "order.saved" ? "Order saved" : "Order placed", id => id == 1 ? "ERP" : "CRM");

    [Fact]
    public void The_same_content_has_no_differences() =>
        Assert.Empty(Texts(InForce with { Name = "Renamed", Enabled = false, Fields = [.. InForce.Fields], Rules = [.. InForce.Rules] }));

    [Fact]
    public void Fields_are_added_removed_and_renamed() => Assert.Equal(
        ["+ field state", "+ field customer_email, called email", "- field increment_id", "* field items[].sku is now called product"],
        Texts(InForce with { Fields = ["items[].sku as product", "state", "customer_email as email"] }));

    [Fact]
    public void A_field_that_loses_its_name_keeps_its_own() =>
        Assert.Equal(["* field items[].sku keeps its name"], Texts(InForce with { Fields = ["increment_id", "items[].sku"] }));

    [Fact]
    public void A_rule_with_another_value_is_changed_not_removed_and_added() => Assert.Equal(
        ["* only if grand_total is greater than 100 → grand_total is greater than 250"],
        Texts(InForce with { Rules = [InForce.Rules[0], new Rule("grand_total", RuleOperator.GreaterThan, "250")] }));

    [Fact]
    public void Rules_are_added_and_removed() => Assert.Equal(
        ["+ only if status has changed", "- only if grand_total is greater than 100"],
        Texts(InForce with { Rules = [InForce.Rules[0], new Rule("status", RuleOperator.OnChange, "")] }));

    [Fact]
    public void Of_two_equal_rules_one_can_go() => Assert.Equal(
        ["- only if state is new"],
        RevisionDiff.Between(
            InForce with { Rules = [new Rule("state", RuleOperator.Equal, "new"), new Rule("state", RuleOperator.Equal, "new")] },
            InForce with { Rules = [new Rule("state", RuleOperator.Equal, "new")] },
            Names).Select(Text));

    [Fact]
    public void Another_order_alone_is_said_to_be_that() => Assert.Equal(
        ["* the rules stand in another order", "* the fields stand in another order"],
        Texts(InForce with { Rules = [.. InForce.Rules.Reverse()], Fields = [.. InForce.Fields.Reverse()] }));

    [Fact]
    public void Stages_are_told_row_by_row_for_their_destination()
    {
        var before = InForce with { Stages = Stages(new RouteStages { Enrich = [new("order", "orders/{id}")], Map = new MapStage { Rows = [new("n", new StageValue { Path = "a" })] } }) };
        var after = InForce with
        {
            Stages = Stages(new RouteStages
            {
                Enrich = [new("order", "orders/{id}")],
                Map = new MapStage { Rows = [new("n", new StageValue { Path = "b" }, new StageConverter(StageConversion.Decimal, "2")) { IsRequired = true }] },
                Send = new SendStage("PUT", "x/{id}"),
                WriteBack = [new("note", WriteBackKind.OrderComment, "id", [])],
            }),
        };

        Assert.Equal(
            [
                "+ for ERP: makes n from b as a decimal number (2), which must be there", "+ for ERP: sends with PUT to x/{id}",
                "+ for ERP: writes back a comment of id as note", "- for ERP: makes n from a",
            ],
            RevisionDiff.Between(before, after, Names).Select(Text));
        Assert.Empty(RevisionDiff.Between(after, after with { Name = "Renamed" }, Names));
    }

    [Fact]
    public void What_no_clause_of_stages_tells_is_told_as_a_detail()
    {
        var before = InForce with { Stages = Stages(new RouteStages { Map = new MapStage { Template = "a" } }) };
        var after = InForce with { Stages = Stages(new RouteStages { Map = new MapStage { Template = "b" } }) };

        Assert.Equal(["* for ERP: details of its stages"], RevisionDiff.Between(before, after, Names).Select(Text));
    }

    private static Dictionary<int, RouteStages> Stages(RouteStages stages) => new() { [1] = stages };

    [Fact]
    public void Destinations_are_called_by_name() => Assert.Equal(["+ destination CRM", "- destination ERP"], Texts(InForce with { DestinationIds = [2] }));

    [Fact]
    public void Event_order_and_what_Commerce_uses_are_told() => Assert.Equal(
        ["* event: Order saved → Order placed", "* the order is not kept", "* settings that only Commerce uses"],
        Texts(InForce with { EventType = "order.placed", Sending = new RouteSending { Order = RouteOrder.Any }, Commerce = new CommerceSettings(Priority: true) }));

    [Fact]
    public void To_send_all_fields_is_no_list_of_removed_ones() => Assert.Equal(["* all fields are sent, not chosen ones"], Texts(InForce with { Fields = [] }));

    [Fact]
    public void To_choose_fields_after_sending_all_says_so() => Assert.Equal(
        ["* only chosen fields are sent, not all", "+ field state"],
        RevisionDiff.Between(InForce with { Fields = [] }, InForce with { Fields = ["state"] }, Names).Select(Text));

    [Fact]
    public void The_first_revision_adds_everything() => Assert.Equal(
        ["+ event: Order saved", "+ only if state is processing", "+ only if grand_total is greater than 100", "+ field increment_id", "+ field items[].sku, called article", "+ destination ERP"],
        RevisionDiff.Between(null, InForce, Names).Select(Text));

    private static IEnumerable<string> Texts(SubscriptionDraft after) => RevisionDiff.Between(InForce, after, Names).Select(Text);

    private static string Text(RevisionChange change) =>
        $"{change.Kind switch { RevisionChangeKind.Added => '+', RevisionChangeKind.Removed => '-', _ => '*' }} {change.Text}";
}
