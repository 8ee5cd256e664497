using System.Text;
using System.Xml.Linq;
using CommerceEventConsole.Engine.Subscriptions;
using CommerceEventConsole.Engine.Subscriptions.Formats;
using CommerceEventConsole.Engine.Subscriptions.Formats.Export;
using CommerceEventConsole.Engine.Subscriptions.Matching;

namespace CommerceEventConsole.Engine.Tests.Subscriptions.Formats;

public sealed class EventXmlExportTests
{
    private static readonly ExportOptions AsIs = new(AddRuleFields: false);

    [Theory]
    [InlineData(ModuleFiles.Documented)]
    [InlineData(ModuleFiles.Plugins)]
    [InlineData(ModuleFiles.OpenForms)]
    public void What_was_imported_goes_out_and_comes_back_the_same(string file)
    {
        var imported = Files.Read(file).Subscriptions;

        var exported = SubscriptionExport.ToXml(imported.Select(s => Files.Exported(s.Draft)), AsIs);

        Assert.Equal(Sorted(imported), Sorted(Files.Read(exported.Text).Subscriptions));
    }

    [Theory]
    [InlineData("/^a|b$/")]
    [InlineData("""/<"&'>/""")]
    [InlineData("/ ü€𝄞 /")]
    [InlineData("/tab\there/")]
    [InlineData("/line\r\nbreak\nhere/")]
    [InlineData("/--]]>/")]
    public void Every_value_survives_the_way_out_and_in(string pattern)
    {
        var draft = Files.Draft(fields: "sku") with { Rules = [new Rule("sku", RuleOperator.Regex, pattern), new Rule("sku", RuleOperator.Equal, " a ")] };

        var exported = SubscriptionExport.ToXml([Files.Exported(draft)], AsIs);

        Assert.Equal(draft.Rules, Files.Single(Files.Read(exported.Text)).Draft.Rules);
    }

    [Fact]
    public void The_file_is_as_Commerce_documents_it()
    {
        var draft = Files.Draft(fields: ["increment_id", "items[].sku"]) with
        {
            EventType = "observer.sales_order_state_changed",
            Rules = [new Rule("increment_id", RuleOperator.OnChange, "increment_id")],
            Commerce = new CommerceSettings(Parent: Files.OrderSaved),
        };

        var text = SubscriptionExport.ToXml([Files.Exported(draft)], AsIs).Text;

        Assert.StartsWith("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<config xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:noNamespaceSchemaLocation=\"urn:magento:module-commerce-events-client/etc/io_events.xsd\">\n", text, StringComparison.Ordinal);
        var lines = text.Split('\n').Where(l => !l.Contains("<!--", StringComparison.Ordinal)).Skip(2);
        Assert.Equal(
            """
                <event name="observer.sales_order_state_changed" parent="observer.sales_order_save_commit_after">
                    <fields>
                        <field name="increment_id" />
                        <field name="items[].sku" />
                    </fields>
                    <rules>
                        <rule>
                            <field>increment_id</field>
                            <operator>onChange</operator>
                            <value>increment_id</value>
                        </rule>
                    </rules>
                </event>
            </config>

            """,
            string.Join("\n", lines).Replace("\r", "", StringComparison.Ordinal));
    }

    [Fact]
    public void The_order_of_the_subscriptions_changes_nothing()
    {
        ExportedSubscription[] all =
        [
            Files.Exported(Files.Draft("A", "observer.b", "x")),
            Files.Exported(Files.Draft("B", "observer.a", "y")),
            Files.Exported(Files.Draft("C", "observer.a", "z")),
        ];

        Assert.Equal(SubscriptionExport.ToXml(all, AsIs).Text, SubscriptionExport.ToXml(all.Reverse(), AsIs).Text);
    }

    [Fact]
    public void Subscriptions_about_one_event_ask_for_the_fields_of_all()
    {
        var exported = SubscriptionExport.ToXml([Files.Exported(Files.Draft("A", fields: ["a", "b"])), Files.Exported(Files.Draft("B", fields: ["b", "c"]))], AsIs);

        Assert.Equal(["a", "b", "c"], Files.Single(Files.Read(exported.Text)).Draft.Fields);
    }

    [Fact]
    public void Different_conditions_about_one_event_are_left_to_the_console()
    {
        var exported = SubscriptionExport.ToXml(
            [
                Files.Exported(Files.Draft("A", fields: "a") with { Rules = [new Rule("x", RuleOperator.Equal, "1")] }),
                Files.Exported(Files.Draft("B", fields: "b")),
            ],
            new ExportOptions());

        var read = Files.Single(Files.Read(exported.Text)).Draft;
        Assert.Empty(read.Rules);
        Assert.Equal(["a", "b", "x"], read.Fields);
        Assert.Contains(exported.Notes, n => n.Contains("“A” and “B” have different conditions", StringComparison.Ordinal));
    }

    [Fact]
    public void Fields_that_conditions_need_are_asked_for_too()
    {
        var draft = Files.Draft(fields: ["increment_id", "payment"]) with
        {
            Rules =
            [
                new Rule("state", RuleOperator.OnChange, ""),
                new Rule("payment.method", RuleOperator.Equal, "checkmo"),
                new Rule("context_store.get_store.get_code", RuleOperator.Equal, "de"),
            ],
        };

        var with = SubscriptionExport.ToXml([Files.Exported(draft)], new ExportOptions());
        var without = SubscriptionExport.ToXml([Files.Exported(draft)], AsIs);

        Assert.Equal(["increment_id", "payment", "state", "_origData.state"], Files.Single(Files.Read(with.Text)).Draft.Fields);
        Assert.Equal(draft.Fields, Files.Single(Files.Read(without.Text)).Draft.Fields);
        Assert.Contains(without.Notes, n => n.Contains("will take none of these events", StringComparison.Ordinal));
    }

    [Fact]
    public void What_only_the_console_knows_stands_in_a_comment_and_in_the_notes()
    {
        var draft = Files.Draft("Orders -- all", fields: ["items[].sku as articles[].number", "state"]) with { Enabled = false };

        var exported = SubscriptionExport.ToXml([Files.Exported(draft, "ERP", "BI --> x")], AsIs);

        Assert.Equal(["items[].sku", "state"], Files.Single(Files.Read(exported.Text)).Draft.Fields);
        var comment = XDocument.Parse(exported.Text).DescendantNodes().OfType<XComment>().Single().Value;
        foreach (var expected in new[] { "items[].sku as articles[].number", "goes to ERP, BI - -> x", "switched off" })
            Assert.Contains(expected, comment, StringComparison.Ordinal);
        Assert.Equal(3, exported.Notes.Count);
    }

    [Fact]
    public void Everything_is_asked_for_with_a_star_and_a_warning()
    {
        var exported = SubscriptionExport.ToXml([Files.Exported(Files.Draft())], AsIs);

        Assert.Equal(["*"], Files.Single(Files.Read(exported.Text)).Draft.Fields);
        Assert.Contains(exported.Notes, n => n.Contains("64 KB", StringComparison.Ordinal));
    }

    [Fact]
    public void An_event_with_a_character_that_XML_cannot_write_is_left_out_and_named()
    {
        var bad = Files.Draft(fields: "a") with { Rules = [new Rule("a", RuleOperator.Equal, "\u0001")] };

        var exported = SubscriptionExport.ToXml([Files.Exported(bad), Files.Exported(Files.Draft("B", "observer.b", "x"))], AsIs);

        Assert.Equal("observer.b", Files.Single(Files.Read(exported.Text)).Draft.EventType);
        Assert.Contains(exported.Notes, n => n.StartsWith(Files.OrderSaved + " is left out", StringComparison.Ordinal));
    }

    [Fact]
    public void Attributes_that_Adobe_does_not_document_are_pointed_out()
    {
        var draft = Files.Draft(fields: "a") with { Commerce = new CommerceSettings(Priority: true, ProviderId: "p") };

        var note = Assert.Single(SubscriptionExport.ToXml([Files.Exported(draft)], AsIs).Notes);

        Assert.Contains("documents priority, provider for the command", note, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_nothing_is_still_a_file()
    {
        var exported = SubscriptionExport.ToXml([], AsIs);

        Assert.Equal("config", XDocument.Parse(exported.Text).Root!.Name.LocalName);
        Assert.Equal((byte)'<', Encoding.UTF8.GetBytes(exported.Text)[0]);
    }

    private static IEnumerable<string> Sorted(IEnumerable<ImportedSubscription> subscriptions) =>
        subscriptions.Select(s => Files.Say(s.Draft)).Order(StringComparer.Ordinal);
}
