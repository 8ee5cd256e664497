using CommerceEventConsole.Engine.Destinations;
using CommerceEventConsole.Engine.Subscriptions;
using CommerceEventConsole.Engine.Subscriptions.Formats;
using CommerceEventConsole.Engine.Subscriptions.Matching;

namespace CommerceEventConsole.Engine.Tests.Subscriptions.Formats;

public sealed class ImportPlannerTests
{
    private static readonly Destination[] Destinations = [new() { Id = 7, Name = "ERP", Url = "https://erp.example.com" }, new() { Id = 8, Name = "BI", Url = "https://bi.example.com" }];

    [Fact]
    public void An_event_that_the_console_does_not_know_becomes_a_draft_with_a_readable_name()
    {
        var item = Only([], ModuleFiles.Documented, 0);

        Assert.Equal((ImportAction.Create, "Order saved", Files.OrderSaved), (item.Action, item.Draft.Name, item.Draft.EventType));
        Assert.Null(item.SubscriptionId);
        Assert.Contains(item.Notes, n => n.Contains("goes nowhere", StringComparison.Ordinal));
    }

    [Fact]
    public void A_conditional_event_is_named_after_what_it_derives_from()
    {
        Assert.Equal("Order saved: observer.sales_order_state_changed", Only([], ModuleFiles.Documented, 1).Draft.Name);
    }

    [Fact]
    public void A_name_that_is_taken_gets_a_number()
    {
        var there = Row(1, Files.Draft("ORDER SAVED", "observer.other", "a"));

        Assert.Equal("Order saved 2", Only([there], ModuleFiles.Documented, 0).Draft.Name);
    }

    [Fact]
    public void A_subscription_that_asks_for_the_same_is_the_same_whatever_the_order_of_its_fields()
    {
        var there = Row(1, Files.Draft("Mine", Files.OrderSaved, "b", "a as alpha") with { DestinationIds = [7], Sending = new RouteSending { Order = RouteOrder.Any } });

        var item = Only([there], Files.Event("<fields><field name='a'/><field name='b'/></fields>"));

        Assert.Equal((ImportAction.Same, 1), (item.Action, item.SubscriptionId));
    }

    [Fact]
    public void A_change_keeps_what_the_file_cannot_say()
    {
        var there = Row(1, Files.Draft("Mine", Files.OrderSaved, "a as alpha", "gone") with { DestinationIds = [7], Sending = new RouteSending { Order = RouteOrder.Any }, Enabled = false });

        var item = Only([there], Files.Event("<fields><field name='new'/><field name='a'/></fields><rules><rule field='a' operator='equal' value='1'/></rules>"), 0);

        Assert.Equal(ImportAction.Change, item.Action);
        Assert.Equal(["a as alpha", "new"], item.Draft.Fields);
        Assert.Equal(("Mine", RouteOrder.Any, false, there.Version), (item.Draft.Name, item.Draft.Sending.Order, item.Draft.Enabled, item.Version));
        Assert.Equal([7], item.Draft.DestinationIds);
        Assert.Equal(
            [("Fields", "gone", "new"), ("Conditions", "", "a is 1")],
            item.Differences.Select(d => (d.Part, string.Join(", ", d.Removed), string.Join(", ", d.Added))));
    }

    [Fact]
    public void A_draft_that_somebody_works_on_is_what_the_file_is_compared_with_and_it_is_said_whose_it_is()
    {
        var there = Row(1, Files.Draft("Mine", Files.OrderSaved, "a"));
        there.Revisions.Add(Revision(Files.Draft("Mine", Files.OrderSaved, "a", "b"), RevisionState.Draft));

        var item = Only([there], Files.Event("<fields><field name='a'/></fields>"));

        Assert.Equal(["b"], Assert.Single(item.Differences).Removed);
        Assert.Contains(item.Notes, n => n.Contains("ben", StringComparison.Ordinal));
    }

    [Fact]
    public void Two_subscriptions_about_one_event_are_not_guessed_between()
    {
        Subscription[] there = [Row(1, Files.Draft("A", Files.OrderSaved, "a")), Row(2, Files.Draft("B", Files.OrderSaved, "b"))];

        var item = Only(there, Files.Event("<fields><field name='c'/></fields>"));
        var same = Only(there, Files.Event("<fields><field name='b'/></fields>"));

        Assert.Equal(ImportAction.Create, item.Action);
        Assert.Contains(item.Notes, n => n.Contains("A, B", StringComparison.Ordinal));
        Assert.Equal((ImportAction.Same, 2), (same.Action, same.SubscriptionId));
    }

    [Fact]
    public void An_alias_of_an_event_does_not_change_the_subscription_to_the_event_itself()
    {
        var there = Row(1, Files.Draft("Logins", "observer.customer_login", "a"));

        var item = Only([there], Files.Event("<fields><field name='b'/></fields>", "name='crm.observer.customer_login' parent='observer.customer_login'"));

        Assert.Equal((ImportAction.Create, "observer.customer_login"), (item.Action, item.Draft.EventType));
        Assert.Contains("crm.observer.customer_login", item.Draft.Name, StringComparison.Ordinal);
    }

    [Fact]
    public void An_event_with_mistakes_is_refused_with_their_places()
    {
        var item = Only([], Files.Event("<fields>\n<field name='a b'/></fields>"));

        Assert.Equal(ImportAction.Refuse, item.Action);
        Assert.StartsWith("io_events.xml:4:", Assert.Single(item.Problems), StringComparison.Ordinal);
        Assert.False(item.CanBeSaved);
    }

    [Fact]
    public void A_set_goes_by_name_and_finds_destinations_by_theirs()
    {
        var there = Row(3, Files.Draft("Orders", Files.OrderSaved, "a") with { DestinationIds = [7] });
        var set = SubscriptionExport.ToSet([Files.Exported(Files.Draft("ORDERS", "com.adobe.commerce." + Files.OrderSaved, "a"), "erp", "Bi", "WMS")]);

        var item = Only([there], set);

        Assert.Equal((ImportAction.Change, 3, "Orders"), (item.Action, item.SubscriptionId, item.Draft.Name));
        Assert.Equal([7, 8], item.Draft.DestinationIds);
        var difference = Assert.Single(item.Differences);
        Assert.Equal(("Destinations", "BI"), (difference.Part, Assert.Single(difference.Added)));
        Assert.Contains(item.Notes, n => n.Contains("“WMS”", StringComparison.Ordinal));
    }

    [Fact]
    public void Everything_of_a_set_that_is_different_is_named_part_by_part()
    {
        var there = Row(3, Files.Draft("Orders", Files.OrderSaved, "a", "b") with { DestinationIds = [7] });
        var changed = Files.Draft("Orders", "observer.customer_login", "b", "a") with
        {
            Rules = [new Rule("a", RuleOperator.In, "1,2")],
            Sending = new RouteSending { Order = RouteOrder.Any },
            Enabled = false,
            Commerce = new CommerceSettings(
                "p", Priority: true, "d", "i", HipaaAuditRequired: true, [new("a", "C"), new("b", Source: "S")], [new("P", 3)], "x.observer.customer_login"),
        };

        var item = Only([there], SubscriptionExport.ToSet([Files.Exported(changed, "BI")]));

        Assert.Equal(["Event type", "Fields", "Conditions", "Destinations", "Sending", "For Commerce alone"], item.Differences.Select(d => d.Part));
        Assert.Equal(9, item.Differences[^1].Added.Count);
        Assert.Contains(item.Notes, n => n.Contains("switched off", StringComparison.Ordinal));
        Assert.True(item.Draft.Enabled);
    }

    [Fact]
    public void What_went_out_as_a_set_is_the_same_when_it_comes_back()
    {
        var draft = Files.Draft("Orders", Files.OrderSaved, "a") with { DestinationIds = [8, 7], Rules = [new Rule("a", RuleOperator.Equal, "1")] };

        Assert.Equal(ImportAction.Same, Only([Row(3, draft)], SubscriptionExport.ToSet([Files.Exported(draft, "BI", "ERP")])).Action);
    }

    [Fact]
    public void A_name_that_a_set_has_twice_is_refused_the_second_time()
    {
        var twice = SubscriptionExport.ToSet([Files.Exported(Files.Draft("A", "observer.a")), Files.Exported(Files.Draft("a", "observer.b"))]);

        var plan = Plan([], twice);

        Assert.Equal([ImportAction.Create, ImportAction.Refuse], plan.Items.Select(i => i.Action));
    }

    [Theory]
    [InlineData("", "observer.a", "Give the subscription a name")]
    [InlineData("A", "", "name the event")]
    [InlineData("A", "observer a", "without blanks")]
    public void What_the_console_would_not_save_is_refused_before(string name, string eventType, string expected)
    {
        var item = Only([], SubscriptionExport.ToSet([Files.Exported(Files.Draft(name, eventType))]));

        Assert.Equal(ImportAction.Refuse, item.Action);
        Assert.Contains(item.Problems, p => p.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void As_many_as_the_console_holds_are_compared_without_delay()
    {
        var there = Enumerable.Range(0, 900).Select(i => Row(i + 1, Files.Draft($"S{i}", $"observer.e{i}", "a"))).ToArray();
        var events = string.Concat(Enumerable.Range(450, 550).Select(i => FormattableString.Invariant($"<event name='observer.e{i}'><fields><field name='a'/></fields></event>")));

        var plan = Plan(there, $"<config>{events}</config>");

        Assert.Equal(450, plan.Items.Count(i => i.Action == ImportAction.Same));
        Assert.Equal(100, plan.Items.Count(i => i.Action == ImportAction.Create));
    }

    private static ImportPlan Plan(Subscription[] there, string content) =>
        new ImportPlanner(Files.EventTypes, there, Destinations).Plan(Files.Read(content));

    private static ImportItem Only(Subscription[] there, string content, int? index = null)
    {
        var plan = Plan(there, content);
        return index is { } at ? plan.Items[at] : Assert.Single(plan.Items);
    }

    private static Subscription Row(int id, SubscriptionDraft draft)
    {
        var row = new Subscription { Id = id, Name = draft.Name, Enabled = draft.Enabled, Version = 40 + id };
        row.Revisions.Add(Revision(draft, RevisionState.Published));
        return row;
    }

    private static SubscriptionRevision Revision(SubscriptionDraft draft, RevisionState state) => new()
    {
        State = state,
        EventType = draft.EventType,
        Fields = RevisionContent.WriteFields(draft.Fields),
        Rules = RevisionContent.WriteRules(draft.Rules),
        Destinations = RevisionContent.WriteDestinations(draft.DestinationIds),
        Sending = draft.Sending,
        Commerce = RevisionContent.WriteCommerce(draft.Commerce),
        CreatedBy = "ben",
    };
}
