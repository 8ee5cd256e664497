using System.Text;
using CommerceEventConsole.Engine.Subscriptions;
using CommerceEventConsole.Engine.Subscriptions.Formats;
using CommerceEventConsole.Engine.Subscriptions.Matching;

namespace CommerceEventConsole.Engine.Tests.Subscriptions.Formats;

public sealed class EventXmlImportTests
{
    [Fact]
    public void The_documented_example_is_understood_whole()
    {
        var files = Files.Read(ModuleFiles.Documented);

        var (order, changed) = (files.Subscriptions[0], files.Subscriptions[1]);
        Assert.Equal(Files.OrderSaved, order.Draft.EventType);
        Assert.Equal(["increment_id", "items[].sku", "items[].qty_ordered", "_origData.status", "store.code"], order.Draft.Fields);
        Assert.Equal([new CommerceField("store.code", Source: "context_store.get_store.get_code")], order.Draft.Commerce!.Fields!);
        Assert.Null(order.Draft.Commerce.Name);
        Assert.Equal("observer.sales_order_state_changed", changed.Draft.EventType);
        Assert.Equal(Files.OrderSaved, changed.Draft.Commerce!.Parent);
        Assert.Equal(
            [
                new Rule("state", RuleOperator.OnChange, ""),
                new Rule("store_id", RuleOperator.In, "1,2"),
                new Rule("context_application_state.get_area_code", RuleOperator.Equal, "webapi_rest"),
            ],
            changed.Draft.Rules);
        Assert.Equal(["io_events.xml:9"], order.Places);
        Assert.All(files.Subscriptions, s => Assert.Empty(s.Problems));
        var finding = Files.Finding(files);
        Assert.Equal(("io_events.xml:23", FindingLevel.Warning), (finding.Place, finding.Level));
        Assert.Contains("in Commerce", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Plugin_events_have_their_canonical_type_and_keep_the_name_that_Commerce_gives_them()
    {
        var files = Files.Read(ModuleFiles.Plugins);

        Assert.Equal(
            [
                ("plugin.sales.api.order_management.place", null),
                ("plugin.theme.model.config.save", "plugin.magento.theme.model.config.save"),
                ("observer.catalog_product_save_commit_after", "erp.observer.catalog_product_save_commit_after"),
            ],
            files.Subscriptions.Select(s => (s.Draft.EventType, s.Draft.Commerce?.Name)));
        Assert.Equal(
            ["plugin.magento.sales.api.order_management.place", "plugin.magento.theme.model.config.save", "erp.observer.catalog_product_save_commit_after"],
            files.Subscriptions.Select(s => CommerceNames.Of(s.Draft)));
        var product = files.Subscriptions[2].Draft;
        Assert.Equal([new CommerceField("visibility", @"Acme\Events\Converter\Visibility")], product.Commerce!.Fields!);
        Assert.Equal(
            [new CommerceProcessor(@"Acme\Events\Processor\Stock", 20), new CommerceProcessor(@"Acme\Events\Processor\Prices")],
            product.Commerce.Processors!);
        Assert.True(product.Commerce.Priority);
        Assert.Equal("""/^TV <"&'|.*/i""", product.Rules[1].Value);
        Assert.Empty(files.Findings);
    }

    [Fact]
    public void Settings_whose_form_Adobe_leaves_open_are_read_as_attributes_and_as_elements()
    {
        var files = Files.Read(Files.File(ModuleFiles.OpenForms, "event_subscriptions.xml"));

        Assert.Equal(
            new CommerceSettings(Destination: "default", ProviderId: "11111111-2222-3333-4444-555555555555", HipaaAuditRequired: true),
            files.Subscriptions[0].Draft.Commerce);
        Assert.Equal(new CommerceSettings(Priority: true, ProviderId: "p-1"), files.Subscriptions[1].Draft.Commerce);
        Assert.Equal(["product_id", "qty"], files.Subscriptions[1].Draft.Fields);
        Assert.Equal([new Rule("qty", RuleOperator.LessThan, "5")], files.Subscriptions[1].Draft.Rules);
        Assert.Equal(
            [("event_subscriptions.xml:5", FindingLevel.Error), ("event_subscriptions.xml:12", FindingLevel.Note)],
            files.Findings.Select(f => (f.Place, f.Level)));
    }

    [Theory]
    [InlineData("<fields><field name='sku'/></fields><extra/>", 3, "<extra> inside <event>")]
    [InlineData("<fields>\n<field name='sku' colour='red'/></fields>", 4, "'colour' of <field>")]
    [InlineData("<fields unique='1'><field name='sku'/></fields>", 3, "'unique' of <fields>")]
    [InlineData("<fields><field name='sku'/>\n<column/></fields>", 4, "<column> inside <fields>")]
    [InlineData("<fields><field name='sku'><alias>x</alias></field></fields>", 3, "<alias> inside <field>")]
    [InlineData("<fields><field name='sku'/>loose text</fields>", 3, "loose text")]
    [InlineData("<fields><field name='sku'/></fields><rules><rule id='1'><field>sku</field><operator>equal</operator><value>1</value></rule></rules>", 3, "'id' of <rule>")]
    [InlineData("<fields><field name='sku'/></fields><rules><rule><field>sku</field><operator>equal</operator><value>1</value><not/></rule></rules>", 3, "<not> inside <rule>")]
    [InlineData("<fields><field name='sku'/></fields><processors><processor class='A' if='b'/></processors>", 3, "'if' of <processor>")]
    [InlineData("<fields><field name='sku'/></fields><rules><rule><field>sku</field><operator kind='x'>equal</operator><value>1</value></rule></rules>", 3, "'kind' of <operator>")]
    public void What_is_not_known_is_reported_with_its_line_and_the_rest_is_taken(string inside, int line, string expected)
    {
        var files = Files.Read(Files.Event(inside));

        var finding = Files.Finding(files);
        Assert.Equal((FindingLevel.Warning, line), (finding.Level, finding.Line));
        Assert.Contains(expected, finding.Message, StringComparison.Ordinal);
        Assert.Equal(["sku"], Files.Single(files).Draft.Fields);
        Assert.Empty(Files.Single(files).Problems);
    }

    [Fact]
    public void Unknown_attributes_of_an_event_and_of_the_root_and_unknown_elements_beside_events_are_reported()
    {
        var files = Files.Read("<config mode=\"x\">\n<listener/>\n<event name=\"observer.a\" frequency=\"daily\"><fields><field name=\"b\"/></fields></event></config>");

        Assert.Equal([1, 2, 3], files.Findings.Select(f => f.Line));
        Assert.Contains("“daily”", files.Findings[2].Message, StringComparison.Ordinal);
        Assert.Equal("observer.a", Files.Single(files).Draft.EventType);
    }

    [Theory]
    [InlineData("<field name='items[0].sku'/>", "brackets")]
    [InlineData("<field name='pro*'/>", "partial wildcards")]
    [InlineData("<field name='a b'/>", "a blank")]
    [InlineData("<field name='größe'/>", "not allowed")]
    [InlineData("<field name=''/>", "no name")]
    [InlineData("<field/>", "no name")]
    [InlineData("<field name='a..b'/>", "before or after the dot")]
    public void A_bad_field_name_refuses_the_event_and_says_where(string field, string expected)
    {
        var files = Files.Read(Files.Event($"<fields><field name='ok'/>\n{field}</fields>"));

        Assert.Equal("io_events.xml:4", Files.Finding(files).Place);
        Assert.Contains(expected, Assert.Single(Files.Single(files).Problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<field>a</field><operator>notEqual</operator><value>1</value>", "“notEqual” is no operator for events")]
    [InlineData("<field>a</field><operator>isEmpty</operator>", "no operator for events")]
    [InlineData("<field>a</field><value>1</value>", "names no operator")]
    [InlineData("<operator>equal</operator><value>1</value>", "names no field")]
    [InlineData("<field>a</field><operator>greaterThan</operator><value>many</value>", "cannot be used")]
    [InlineData("<field>a</field><operator>regex</operator><value>TV.*</value>", "cannot be used")]
    [InlineData("<field>*</field><operator>equal</operator><value>1</value>", "'*' is not one")]
    [InlineData("<field>a</field><field>b</field><operator>equal</operator><value>1</value>", "twice")]
    public void A_wrong_condition_refuses_the_event_rather_than_send_more_than_was_meant(string rule, string expected)
    {
        var files = Files.Read(Files.Event($"<fields><field name='a'/></fields>\n<rules>\n<rule>{rule}</rule></rules>"));

        var subscription = Files.Single(files);
        Assert.Contains(expected, Assert.Single(subscription.Problems), StringComparison.Ordinal);
        Assert.StartsWith("io_events.xml:5: ", subscription.Problems[0], StringComparison.Ordinal);
        Assert.Contains(files.Findings, f => f.Level == FindingLevel.Error && f.Line == 5);
    }

    [Theory]
    [InlineData("<value>a b</value>", "a b")]
    [InlineData("<value> a b </value>", " a b ")]
    [InlineData("<value>\n    a b\n  </value>", "a b")]
    [InlineData("<value><![CDATA[<a>]]></value>", "<a>")]
    [InlineData("<value>&lt;&#8364;&amp;</value>", "<\u20ac&")]
    [InlineData("<value/>", "")]
    [InlineData("<value>  </value>", "")]
    public void Blanks_of_a_value_count_unless_they_only_lay_the_file_out(string value, string expected)
    {
        var files = Files.Read(Files.Event($"<fields><field name='a'/></fields><rules><rule><field> a\n</field><operator>\n equal </operator>{value}</rule></rules>"));

        Assert.Equal([new Rule("a", RuleOperator.Equal, expected)], Files.Single(files).Draft.Rules);
        Assert.Empty(files.Findings);
    }

    [Theory]
    [InlineData("name='observer.a' priority='perhaps'", "'priority' must be true or false")]
    [InlineData("name='observer a'", "no name of an event")]
    public void A_wrong_attribute_of_an_event_refuses_it(string attributes, string expected)
    {
        var files = Files.Read(Files.Event("<fields><field name='a'/></fields>", attributes));

        Assert.Contains(expected, Assert.Single(Files.Single(files).Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void A_processor_needs_a_class_and_a_number()
    {
        var files = Files.Read(Files.Event("<fields><field name='a'/></fields><processors>\n<processor/>\n<processor class='A' priority='first'/></processors>"));

        Assert.Equal([4, 5], files.Findings.Select(f => f.Line));
        Assert.Equal(2, Files.Single(files).Problems.Count);
    }

    [Fact]
    public void What_is_there_twice_is_taken_once_and_reported()
    {
        var files = Files.Read(Files.Event("""
            <fields><field name="a"/>
            <field name="a"/></fields>
            <rules><rule><field>a</field><operator>equal</operator><value>1</value></rule>
            <rule><field>a</field><operator>equal</operator><value>1</value></rule></rules>
            """));

        Assert.Equal([4, 6], files.Findings.Select(f => f.Line));
        Assert.Equal(["a"], Files.Single(files).Draft.Fields);
        Assert.Single(Files.Single(files).Draft.Rules);
    }

    [Fact]
    public void A_condition_on_a_field_that_does_not_arrive_is_pointed_out()
    {
        var files = Files.Read(Files.Event("""
            <fields><field name="payment"/><field name="items[].sku"/></fields>
            <rules>
            <rule><field>payment.method</field><operator>equal</operator><value>checkmo</value></rule>
            <rule><field>state</field><operator>onChange</operator></rule>
            </rules>
            """));

        var finding = Files.Finding(files);
        Assert.Equal((FindingLevel.Warning, 2), (finding.Level, finding.Line));
        Assert.Contains("state, _origData.state,", finding.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("payment", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_event_without_fields_a_type_or_a_parent_is_taken_with_a_warning()
    {
        var files = Files.Read("<config>\n<event name=\"product_delete\"/></config>");

        Assert.Equal(2, files.Findings.Count);
        Assert.All(files.Findings, f => Assert.Equal((FindingLevel.Warning, 2), (f.Level, f.Line)));
        Assert.Equal("product_delete", Files.Single(files).Draft.EventType);
    }

    [Fact]
    public void A_prefix_that_belongs_to_the_wire_is_no_part_of_the_name()
    {
        var files = Files.Read(Files.Event("<fields><field name='a'/></fields>", "name='com.adobe.commerce.observer.customer_login'"));

        Assert.Equal(("observer.customer_login", null), (Files.Single(files).Draft.EventType, Files.Single(files).Draft.Commerce));
    }

    [Fact]
    public void Every_encoding_that_XML_declares_is_read()
    {
        const string text = "<config><event name=\"observer.a\"><fields><field name=\"a\"/></fields><rules><rule><field>a</field><operator>equal</operator><value>Übergröße</value></rule></rules></event></config>";
        ImportFile[] files =
        [
            new("utf8", Encoding.UTF8.GetBytes(text)),
            new("bom", (byte[])[.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)]),
            new("utf16", (byte[])[.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("<?xml version=\"1.0\" encoding=\"utf-16\"?>" + text)]),
            new("latin1", Encoding.Latin1.GetBytes("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>" + text)),
        ];

        foreach (var file in files)
            Assert.Equal("Übergröße", Files.Single(Files.Read(file)).Draft.Rules[0].Value);
    }

    [Fact]
    public void Prefixes_and_a_namespace_of_the_file_change_nothing()
    {
        var files = Files.Read("<c:config xmlns:c=\"urn:x\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:schemaLocation=\"urn:x x.xsd\"><c:event name=\"observer.a\"><c:fields><c:field name=\"b\" xsi:nil=\"false\"/></c:fields></c:event></c:config>");

        Assert.Equal(["b"], Files.Single(files).Draft.Fields);
        Assert.Empty(files.Findings);
    }

    [Fact]
    public void Another_root_is_reported_and_its_events_are_read()
    {
        var files = Files.Read("<event_subscriptions><event name=\"observer.a\"><fields><field name=\"b\"/></fields></event></event_subscriptions>");

        Assert.Contains("<event_subscriptions>", Files.Finding(files).Message, StringComparison.Ordinal);
        Assert.Equal("observer.a", Files.Single(files).Draft.EventType);
    }
}
