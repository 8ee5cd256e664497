using CommerceEventConsole.Engine.Subscriptions;
using CommerceEventConsole.Engine.Subscriptions.Formats;
using CommerceEventConsole.Engine.Subscriptions.Matching;

namespace CommerceEventConsole.Engine.Tests.Subscriptions.Formats;

public sealed class EventUnionTests
{
    [Fact]
    public void Fields_of_one_event_are_united_over_files()
    {
        var files = Files.Read(
            Files.File(Files.Event("<fields><field name='increment_id'/><field name='state'/></fields>")),
            Files.File(Files.Event("<fields><field name='state'/><field name='grand_total' converter='C'/></fields>")));

        var subscription = Files.Single(files);
        Assert.Equal(["increment_id", "state", "grand_total"], subscription.Draft.Fields);
        Assert.Equal([new CommerceField("grand_total", "C")], subscription.Draft.Commerce!.Fields!);
        Assert.Equal(["io_events.xml:2", "io_events.xml (2):2"], subscription.Places);
        Assert.Empty(files.Findings);
    }

    [Fact]
    public void A_converter_that_only_one_file_names_is_kept_and_another_one_is_reported()
    {
        var files = Files.Read(
            Files.File(Files.Event("<fields><field name='a'/><field name='b' source='context_store.x'/></fields>"), "first.xml"),
            Files.File(Files.Event("<fields><field name='a' converter='One'/></fields>"), "second.xml"),
            Files.File(Files.Event("<fields>\n<field name='a' converter='Two'/></fields>"), "third.xml"));

        Assert.Equal([new CommerceField("a", "One"), new CommerceField("b", Source: "context_store.x")], Files.Single(files).Draft.Commerce!.Fields!);
        Assert.Equal("third.xml:4", Files.Finding(files).Place);
    }

    [Fact]
    public void Different_conditions_are_all_taken_and_reported()
    {
        var files = Files.Read(
            Files.File(Files.Event("<fields><field name='*'/></fields><rules><rule field='a' operator='equal' value='1'/></rules>"), "first.xml"),
            Files.File(Files.Event("<rules><rule field='b' operator='equal' value='2'/></rules>"), "second.xml"),
            Files.File(Files.Event("<fields/>"), "third.xml"));

        Assert.Equal([new Rule("a", RuleOperator.Equal, "1"), new Rule("b", RuleOperator.Equal, "2")], Files.Single(files).Draft.Rules);
        Assert.Contains("only when every one holds", Files.Finding(files).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_parent_is_reported_and_the_first_holds()
    {
        var files = Files.Read(
            Files.File(Files.Event("<fields><field name='a'/></fields>", "name='observer.x' parent='observer.p'"), "first.xml"),
            Files.File(Files.Event("<fields><field name='a'/></fields>", "name='observer.x' parent='observer.q'"), "second.xml"));

        Assert.Equal("observer.p", Files.Single(files).Draft.Commerce!.Parent);
        Assert.Equal("second.xml:2", Files.Finding(files).Place);
    }

    [Fact]
    public void Two_names_of_one_event_type_stay_two_and_it_is_said()
    {
        var files = Files.Read("""
            <config>
            <event name="observer.customer_login"><fields><field name="a"/></fields></event>
            <event name="crm.observer.customer_login" parent="observer.customer_login"><fields><field name="b"/></fields></event>
            </config>
            """);

        Assert.Equal(2, files.Subscriptions.Count);
        Assert.Equal(("io_events.xml:3", FindingLevel.Warning), (Files.Finding(files).Place, Files.Finding(files).Level));
    }
}
