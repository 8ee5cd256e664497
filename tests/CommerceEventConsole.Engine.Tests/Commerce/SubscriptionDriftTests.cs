using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Commerce.Api;
using CommerceEventConsole.Engine.Commerce.Drift;
using CommerceEventConsole.Engine.Commerce.Instances;
using CommerceEventConsole.Engine.Subscriptions;
using CommerceEventConsole.Engine.Subscriptions.Matching;

namespace CommerceEventConsole.Engine.Tests.Commerce;

public class SubscriptionDriftTests
{
    private const string OrderSaved = "observer.sales_order_save_commit_after";
    private const string OrderPlaced = "plugin.sales.api.order_management.place";

    private static readonly Rule Paid = new("state", RuleOperator.Equal, "processing");

    [Fact]
    public void The_fields_of_all_subscriptions_of_an_event_are_united_with_those_that_rules_look_at()
    {
        var item = Only(Compare(
            [Here(OrderSaved, ["increment_id", "items[].sku as article"]), Here(OrderSaved, ["increment_id", "grand_total"], [Paid])],
            []));

        Assert.Equal(DriftState.OnlyHere, item.State);
        Assert.Equal(["grand_total", "increment_id", "items[].sku", "state"], item.Here!.Content.Fields.Select(f => f.Name));
        Assert.Empty(item.Here.Content.Rules);
        Assert.Equal(2, item.Here.Names.Count);
    }

    [Theory]
    [InlineData("qty", "", "_origData.qty")]
    [InlineData("product.qty", "product._origData.qty", "product._origData.qty")]
    public void A_rule_on_a_change_needs_the_previous_value_too(string field, string previous, string needed)
    {
        var item = Only(Compare([Here(OrderSaved, ["*"], [new Rule(field, RuleOperator.OnChange, previous)])], []));

        Assert.Equal(["*", needed], item.Here!.Content.Fields.Select(f => f.Name));
    }

    [Fact]
    public void A_whole_branch_covers_what_rules_look_at_in_it()
    {
        var item = Only(Compare([Here(OrderSaved, ["items", "payment"], [new Rule("items[].sku", RuleOperator.Equal, "A"), new Rule("payment.method", RuleOperator.Equal, "b")])], []));

        Assert.Equal(["items", "payment"], item.Here!.Content.Fields.Select(f => f.Name));
    }

    [Fact]
    public void Both_sides_alike_are_the_same_whatever_the_order_and_the_defaults()
    {
        var item = Only(Compare(
            [Here(OrderSaved, ["a", "b"])],
            [There(OrderSaved, "b", "a") with { Destination = "default", ProviderId = "the id of the default provider" }]));

        Assert.Equal((DriftState.Same, 0, false, false), (item.State, item.Differences.Count, item.CanMerge, item.NeedsReplacement));
    }

    [Fact]
    public void Missing_fields_can_be_added_and_extra_ones_only_replaced()
    {
        var item = Only(Compare([Here(OrderSaved, ["a", "b"])], [There(OrderSaved, "b", "c")]));

        Assert.Equal(DriftState.Different, item.State);
        Assert.Equal(["Commerce does not send a.", "Commerce also sends c, which is not needed here."], item.Differences.Select(d => d.Text));
        Assert.Equal((true, true), (item.CanMerge, item.NeedsReplacement));
    }

    [Fact]
    public void Only_extra_fields_leave_nothing_to_add()
    {
        var item = Only(Compare([Here(OrderSaved, ["a"])], [There(OrderSaved, "a", "c")]));

        Assert.Equal((false, true), (item.CanMerge, item.NeedsReplacement));
    }

    [Fact]
    public void A_subscription_without_fields_sends_everything()
    {
        Assert.Equal(DriftState.Same, Only(Compare([Here(OrderSaved, [])], [There(OrderSaved)])).State);
        Assert.StartsWith("Commerce sends everything", Only(Compare([Here(OrderSaved, ["a"])], [There(OrderSaved)])).Differences[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rule_in_commerce_that_not_every_subscription_here_has_holds_events_back()
    {
        CommerceRule paid = new("state", "equal", "processing");

        var shared = Only(Compare([Here(OrderSaved, ["state"], [Paid])], [There(OrderSaved, "state") with { Rules = [paid] }]));
        var held = Only(Compare([Here(OrderSaved, ["state"], [Paid]), Here(OrderSaved, ["state"])], [There(OrderSaved, "state") with { Rules = [paid] }]));

        Assert.Equal(DriftState.Same, shared.State);
        Assert.Equal(DriftAspect.RuleExtra, Assert.Single(held.Differences).Aspect);
        Assert.StartsWith("Commerce sends it only if state is processing.", held.Differences[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_event_with_a_name_of_its_own_carries_its_rules_to_commerce()
    {
        var here = Here("observer.order_paid", ["state"], [Paid], new CommerceSettings(Parent: OrderSaved, Priority: true));

        var item = Only(Compare([here], [There("observer.order_paid", "state") with { Parent = "observer.sales_order_save_after" }]));

        Assert.Equal([new CommerceRule("state", "equal", "processing")], item.Here!.Content.Rules);
        Assert.Equal([DriftAspect.RuleMissing, DriftAspect.Parent, DriftAspect.Priority], item.Differences.Select(d => d.Aspect));
    }

    [Fact]
    public void Rules_that_would_add_up_to_nothing_are_left_to_a_replacement()
    {
        var here = Here("observer.order_paid", ["state"], [Paid], new CommerceSettings(Parent: OrderSaved));
        var there = There("observer.order_paid", "state") with { Parent = OrderSaved, Rules = [new CommerceRule("state", "equal", "complete")] };

        var item = Only(Compare([here], [there]));

        Assert.Equal((false, true), (item.CanMerge, item.NeedsReplacement));
    }

    [Fact]
    public void A_prefixed_name_is_the_event_itself_and_keeps_its_prefix()
    {
        var item = Only(Compare([Here(OrderSaved, ["a"])], [There("erp." + OrderSaved, "a") with { Parent = OrderSaved }]));

        Assert.Equal((DriftState.Same, "erp." + OrderSaved), (item.State, item.Key));
    }

    [Fact]
    public void Of_several_names_the_plain_one_counts_and_the_others_are_only_there()
    {
        var report = Compare([Here(OrderSaved, ["a"])], [There("erp." + OrderSaved, "a") with { Parent = OrderSaved }, There(OrderSaved, "a")]);

        Assert.Equal([("erp." + OrderSaved, DriftState.OnlyThere), (OrderSaved, DriftState.Same)], report.Items.Select(i => (i.Key, i.State)));
    }

    [Theory]
    [InlineData(CommerceKind.PaaS, OrderPlaced, "plugin.magento.sales.api.order_management.place", true)]
    [InlineData(CommerceKind.SaaS, OrderPlaced, OrderPlaced, false)]
    [InlineData(CommerceKind.PaaS, "plugin.acme.erp.api.sync.run", "plugin.acme.erp.api.sync.run", true)]
    [InlineData(CommerceKind.PaaS, OrderSaved, OrderSaved, false)]
    public void Plugin_events_have_the_name_of_the_edition_and_on_paas_need_generated_code(CommerceKind kind, string type, string name, bool needsModule)
    {
        var item = Only(Compare([Here(type, ["a"])], [], kind: kind));

        Assert.Equal((name, needsModule), (item.Here!.Content.Name, item.NeedsModule));
    }

    [Fact]
    public void Events_from_elsewhere_drafts_and_what_is_switched_off_are_not_wanted_from_commerce()
    {
        var off = Here(OrderSaved, ["a"]);
        off.Enabled = false;
        var draft = Here(OrderPlaced, ["a"]);
        draft.Revisions[0].State = RevisionState.Draft;

        var report = Compare([Here("be-observer.stock_update", ["a"]), off, draft], []);

        Assert.Equal((0, 1), (report.Items.Count, report.Elsewhere));
    }

    [Fact]
    public void What_only_commerce_has_names_the_draft_that_was_made_of_it()
    {
        var draft = Here(OrderSaved, ["a"]);
        draft.Id = 7;
        draft.Revisions[0].State = RevisionState.Draft;

        var report = Compare([draft], [There(OrderSaved, "a"), There(OrderPlaced, "a")]);

        Assert.Equal([7, null], report.Items.Select(i => i.DraftId));
        Assert.All(report.Items, i => Assert.Equal(DriftState.OnlyThere, i.State));
    }

    [Fact]
    public void What_commerce_does_not_offer_is_marked()
    {
        Assert.False(Only(Compare([Here(OrderSaved, ["a"])], [], offered: ["observer.customer_login"])).IsOffered);
        Assert.True(Only(Compare([Here(OrderSaved, ["a"])], [], offered: [OrderSaved])).IsOffered);
        Assert.Null(Only(Compare([Here(OrderSaved, ["a"])], [])).IsOffered);
    }

    [Fact]
    public void The_fingerprint_changes_with_either_side_and_with_nothing_else()
    {
        var first = Only(Compare([Here(OrderSaved, ["a", "b"])], [There(OrderSaved, "a")])).Fingerprint;

        Assert.Equal(first, Only(Compare([Here(OrderSaved, ["b", "a"])], [There(OrderSaved, "a")])).Fingerprint);
        Assert.NotEqual(first, Only(Compare([Here(OrderSaved, ["a", "c"])], [There(OrderSaved, "a")])).Fingerprint);
        Assert.NotEqual(first, Only(Compare([Here(OrderSaved, ["a", "b"])], [There(OrderSaved, "a") with { Priority = true }])).Fingerprint);
        Assert.NotEqual(first, Only(Compare([Here(OrderSaved, ["a", "b"])], [])).Fingerprint);
    }

    private static DriftReport Compare(
        IReadOnlyList<Subscription> here, IReadOnlyList<CommerceSubscription> there, IReadOnlyList<string>? offered = null, CommerceKind kind = CommerceKind.PaaS) =>
        SubscriptionDrift.Compare(here, there, offered, kind, EventTypeName.Canonicalize);

    private static DriftItem Only(DriftReport report) => Assert.Single(report.Items);

    private static CommerceSubscription There(string name, params string[] fields) =>
        new() { Name = name, Fields = [.. fields.Select(f => new CommerceField(f))] };

    private static Subscription Here(string type, string[] fields, Rule[]? rules = null, CommerceSettings? commerce = null) => new()
    {
        Name = "Orders",
        Revisions =
        {
            new SubscriptionRevision
            {
                EventType = type,
                State = RevisionState.Published,
                Fields = RevisionContent.WriteFields(fields),
                Rules = RevisionContent.WriteRules(rules ?? []),
                Destinations = "[]",
                Commerce = RevisionContent.WriteCommerce(commerce),
                CreatedBy = "anna",
            },
        },
    };
}
