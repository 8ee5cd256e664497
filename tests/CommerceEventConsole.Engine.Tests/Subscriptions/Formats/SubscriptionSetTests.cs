using System.Text;
using CommerceEventConsole.Engine.Subscriptions;
using CommerceEventConsole.Engine.Subscriptions.Formats;
using CommerceEventConsole.Engine.Subscriptions.Matching;
using CommerceEventConsole.Engine.Subscriptions.Stages;

namespace CommerceEventConsole.Engine.Tests.Subscriptions.Formats;

public sealed class SubscriptionSetTests
{
    private const string Head = "{\"format\":\"commerce-event-console/subscriptions\",\"version\":1,\n\"subscriptions\":[\n";

    [Fact]
    public void A_set_comes_back_as_it_went_out()
    {
        var big = Files.Draft("Big \"orders\" <ü>", fields: ["increment_id as number", "items[].sku"]) with
        {
            Rules = [new Rule("grand_total", RuleOperator.GreaterThan, "100"), new Rule("state", RuleOperator.OnChange, "")],
            Sending = new RouteSending { Order = RouteOrder.Any },
            Enabled = false,
            Commerce = new CommerceSettings(
                "observer.p", Priority: true, "d", "p-1", HipaaAuditRequired: true, [new("increment_id", "C", "S")], [new("P", 3), new("Q")], "erp.observer.x"),
        };
        var all = Files.Draft("All");

        var files = Files.Read(SubscriptionExport.ToSet([Files.Exported(big, "ERP", "BI"), Files.Exported(all)]));

        Assert.Empty(files.Findings);
        Assert.Equal(["All", big.Name], files.Subscriptions.Select(s => s.Draft.Name));
        var read = files.Subscriptions[1];
        Assert.Equal(Files.Say(big), Files.Say(read.Draft));
        Assert.Equal((RouteOrder.Any, false), (read.Draft.Sending.Order, read.Draft.Enabled));
        Assert.Equal(["ERP", "BI"], read.Destinations!);
        Assert.Empty(files.Subscriptions[0].Destinations!);
    }

    [Fact]
    public void Stages_go_with_a_set_by_the_names_of_destinations()
    {
        var stages = new RouteStages
        {
            Enrich = [new("order", "orders/{entity_id}")],
            Map = new MapStage { Rows = [new("n", new StageValue { Path = "order.increment_id" }, new StageConverter(StageConversion.LookUp, "x") { Table = System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty.Add("a", "b") }) { IsRequired = true }] },
            Send = new SendStage("PUT", null),
            WriteBack = [new("id", WriteBackKind.ExternalId, "entity_id", [new("ext_order_id", new StageValue { Path = "answer.id" })]) { OnlyWith = "answer.id" }],
        };
        var exported = Files.Exported(Files.Draft("Orders"), "ERP") with { Stages = new Dictionary<string, RouteStages>(StringComparer.Ordinal) { ["ERP"] = stages } };

        var set = SubscriptionExport.ToSet([exported, Files.Exported(Files.Draft("Plain"), "ERP")]);
        var files = Files.Read(set);

        Assert.Empty(files.Findings);
        Assert.Equivalent(stages, files.Subscriptions[0].Stages!["erp"], strict: true);
        Assert.Null(files.Subscriptions[1].Stages);
        Assert.DoesNotContain("isNone", set, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("{\"ERP\":null}")]
    [InlineData("{\"ERP\":{\"map\":{\"rows\":[null]}}}")]
    [InlineData("{\"ERP\":{\"colour\":1}}")]
    [InlineData("{\"ERP\":{\"writeBack\":[{\"name\":\"a\",\"kind\":\"elsewhere\",\"entity\":null,\"rows\":[]}]}}")]
    public void Stages_that_cannot_be_read_are_refused(string stages)
    {
        var files = Files.Read(Head + "{\"name\":\"a\",\"eventType\":\"b\",\"stages\":" + stages + "}]}");

        Assert.Empty(files.Subscriptions);
        Assert.Single(files.Findings);
    }

    [Fact]
    public void The_same_subscriptions_make_the_same_file_in_whatever_order_they_come()
    {
        var (a, b) = (Files.Exported(Files.Draft("a")), Files.Exported(Files.Draft("B")));

        Assert.Equal(SubscriptionExport.ToSet([a, b]), SubscriptionExport.ToSet([b, a]));
        Assert.DoesNotContain("\r", SubscriptionExport.ToSet([a]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_subscription_needs_no_more_than_a_name_and_an_event_type()
    {
        var files = Files.Read(Head + "{\"name\":\"Orders\",\"eventType\":\"observer.a\"}]}");

        var draft = Files.Single(files).Draft;
        Assert.Equal(("Orders", "observer.a", RouteOrder.PerEntity, true), (draft.Name, draft.EventType, draft.Sending.Order, draft.Enabled));
        Assert.Empty(files.Findings);
    }

    [Fact]
    public void A_byte_order_mark_is_no_mistake()
    {
        byte[] content = [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Head + "]}")];

        Assert.Empty(Files.Read(new ImportFile("set.json", content)).Findings);
    }

    [Theory]
    [InlineData("{\"name\":\"a\",\"eventType\":\"b\",}]}", 3, "not JSON")]
    [InlineData("{\"name\":\"a\"\n\"eventType\":\"b\"}]}", 4, "not JSON")]
    [InlineData("{\"name\":\"a\",\"eventType\":\"b\"}]} x", 3, "not JSON")]
    [InlineData("{\"name\":\"a\",\n\"eventType\":\"b\",\n\"colour\":1}]}", 5, "$.subscriptions[0].colour")]
    [InlineData("{\"name\":\"a\",\"eventType\":\"b\",\n\"fields\":\"c\"}]}", 4, "$.subscriptions[0].fields")]
    [InlineData("{\"name\":1,\"eventType\":\"b\"}]}", 3, "$.subscriptions[0].name")]
    [InlineData("{\"name\":null,\"eventType\":\"b\"}]}", 3, "$.subscriptions[0]")]
    [InlineData("{\"name\":\"a\"}]}", 3, "$.subscriptions[0]")]
    [InlineData("{\"name\":\"a\",\"name\":\"b\",\"eventType\":\"c\"}]}", 3, "$.subscriptions[0]")]
    [InlineData("{\"name\":\"a\",\"eventType\":\"b\",\"commerce\":{\"class\":\"x\"}}]}", 3, "$.subscriptions[0].commerce.class")]
    [InlineData("{\"name\":\"a\",\"eventType\":\"b\",\"rules\":[{\"field\":\"x\"}]}]}", 3, "$.subscriptions[0].rules[0]")]
    public void What_cannot_be_read_is_refused_with_its_line_and_place(string rest, int line, string expected)
    {
        var files = Files.Read(Files.File(Head + rest, "set.json"));

        Assert.Empty(files.Subscriptions);
        var finding = Files.Finding(files);
        Assert.Equal((FindingLevel.Error, line), (finding.Level, finding.Line));
        Assert.Contains(expected, finding.Message, StringComparison.Ordinal);
        Assert.Contains("character", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]", "not a set of subscriptions")]
    [InlineData("{}", "not a set of subscriptions")]
    [InlineData("{\"format\":7}", "not a set of subscriptions")]
    [InlineData("{\"format\":\"commerce-event-console/subscriptions\",\"version\":2,\"people\":[]}", "has version 2")]
    [InlineData("{\"format\":\"commerce-event-console/subscriptions\",\"version\":1}", "does not belong there")]
    [InlineData("{\"format\":\"commerce-event-console/subscriptions\",\"version\":1,\"subscriptions\":[null]}", "Nothing of the file was read")]
    [InlineData("{\"format\":\"commerce-event-console/subscriptions\",\"version\":1,\"subscriptions\":[{\"name\":\"a\",\"eventType\":\"b\",\"fields\":[null]}]}", "Nothing of the file was read")]
    public void Other_JSON_and_other_versions_are_refused(string content, string expected)
    {
        var files = Files.Read(content);

        Assert.Empty(files.Subscriptions);
        Assert.Contains(expected, Files.Finding(files).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void JSON_nested_too_deep_is_refused()
    {
        var files = Files.Read(new string('[', 1_000_000));

        Assert.Empty(files.Subscriptions);
        Assert.Equal(FindingLevel.Error, Files.Finding(files).Level);
    }

    [Fact]
    public void A_wrong_operator_refuses_its_subscription_and_leaves_the_others()
    {
        var files = Files.Read(Head + "{\"name\":\"a\",\"eventType\":\"b\",\"rules\":[{\"field\":\"x\",\"operator\":\"isEmpty\"}]},{\"name\":\"c\",\"eventType\":\"d\"}]}");

        Assert.Equal([1, 0], files.Subscriptions.Select(s => s.Problems.Count));
        Assert.Contains("isEmpty", Files.Finding(files).Message, StringComparison.Ordinal);
    }
}
