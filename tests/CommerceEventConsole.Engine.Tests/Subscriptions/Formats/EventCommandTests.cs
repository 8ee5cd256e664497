using System.Diagnostics;
using CommerceEventConsole.Engine.Subscriptions;
using CommerceEventConsole.Engine.Subscriptions.Formats;
using CommerceEventConsole.Engine.Subscriptions.Formats.Export;
using CommerceEventConsole.Engine.Subscriptions.Matching;

namespace CommerceEventConsole.Engine.Tests.Subscriptions.Formats;

public sealed class EventCommandTests
{
    private static readonly ExportOptions AsIs = new(AddRuleFields: false);

    [Fact]
    public void Every_option_of_the_command_is_written()
    {
        var draft = Files.Draft(fields: ["increment_id", "items[].sku", "visibility", "store.code"]) with
        {
            EventType = "observer.order_big",
            Rules = [new Rule("increment_id", RuleOperator.GreaterThan, "100"), new Rule("increment_id", RuleOperator.OnChange, "")],
            Commerce = new CommerceSettings(
                Parent: Files.OrderSaved,
                Priority: true,
                Destination: "default",
                ProviderId: "p-1",
                HipaaAuditRequired: true,
                Fields: [new("visibility", @"Acme\Conv"), new("store.code", Source: "context_store.get_store.get_code")]),
        };

        Assert.Equal(
            """
            bin/magento events:subscribe observer.order_big --parent=observer.sales_order_save_commit_after --fields=increment_id --fields='items[].sku' --fields='{"name":"visibility","converter":"Acme\\Conv"}' --fields='{"name":"store.code","source":"context_store.get_store.get_code"}' --rules='increment_id|greaterThan|100' --rules='increment_id|onChange|' --priority --destination=default --providerId=p-1 --hipaaAuditRequired

            """,
            SubscriptionExport.ToCommands([Files.Exported(draft)], AsIs).Text);
    }

    [Theory]
    [InlineData("plain-1.2_x", "plain-1.2_x")]
    [InlineData("", "''")]
    [InlineData("it's", @"'it'\''s'")]
    [InlineData("$(rm -rf ~)", "'$(rm -rf ~)'")]
    [InlineData("*", "'*'")]
    [InlineData("a!b", "'a!b'")]
    [InlineData("~", "'~'")]
    [InlineData("ü", "'ü'")]
    public void A_text_is_one_word_of_the_shell(string text, string expected) => Assert.Equal(expected, EventCommandWriter.Quote(text));

    [Theory]
    [InlineData("it's $HOME `id` \\ \"x\" !! * ? [a] {b} ~ # & ; | < > ( ) %n")]
    [InlineData("''''")]
    [InlineData("\\")]
    [InlineData("-n é 𝄞")]
    public async Task A_shell_reads_back_what_was_quoted(string text)
    {
        Assert.SkipUnless(File.Exists("/bin/sh"), "There is no POSIX shell here.");
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardOutput = true, UseShellExecute = false, ArgumentList = { "-c", $"printf %s {EventCommandWriter.Quote(text)}" } };
        using var shell = Process.Start(start)!;

        var output = await shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(text, output);
    }

    [Fact]
    public void A_bar_inside_a_pattern_is_warned_about()
    {
        var draft = Files.Draft(fields: "sku") with { Rules = [new Rule("sku", RuleOperator.Regex, "/^(TV|PC)/")] };

        var exported = SubscriptionExport.ToCommands([Files.Exported(draft)], AsIs);

        Assert.Contains("--rules='sku|regex|/^(TV|PC)/'", exported.Text, StringComparison.Ordinal);
        Assert.Contains(exported.Notes, n => n.Contains("holds a “|”", StringComparison.Ordinal));
    }

    [Fact]
    public void What_the_command_cannot_do_is_said()
    {
        var draft = Files.Draft("P", "plugin.sales.api.order_management.place", "a") with
        {
            Commerce = new CommerceSettings(Parent: "observer.p", Processors: [new(@"Acme\Adds")]),
        };

        var exported = SubscriptionExport.ToCommands([Files.Exported(draft)], AsIs);

        Assert.StartsWith("bin/magento events:subscribe plugin.magento.sales.api.order_management.place ", exported.Text, StringComparison.Ordinal);
        foreach (var expected in new[] { "only together with conditions", @"Acme\Adds", "events:generate:module" })
            Assert.Contains(exported.Notes, n => n.Contains(expected, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("--force", "a")]
    [InlineData("observer.a", "line\nbreak")]
    public void What_a_command_line_cannot_carry_is_left_out_and_named(string eventType, string value)
    {
        var draft = Files.Draft("X", eventType, "a") with { Rules = [new Rule("a", RuleOperator.Equal, value)] };

        var exported = SubscriptionExport.ToCommands([Files.Exported(draft)], AsIs);

        Assert.Empty(exported.Text);
        Assert.Contains("is left out", Assert.Single(exported.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Commands_stand_one_a_line_by_the_names_of_their_events()
    {
        var exported = SubscriptionExport.ToCommands([Files.Exported(Files.Draft("A", "observer.b", "x")), Files.Exported(Files.Draft("B", "observer.a"))], AsIs);

        Assert.Equal("bin/magento events:subscribe observer.a --fields='*'\nbin/magento events:subscribe observer.b --fields=x\n", exported.Text);
    }
}
