using System.Net;
using System.Net.Sockets;
using Bunit;
using CommerceEventConsole.Components.Alerts;
using CommerceEventConsole.Console.Tests.Overview;
using CommerceEventConsole.Engine.Access;
using CommerceEventConsole.Engine.Alerts.Channels;
using CommerceEventConsole.Engine.Alerts.Rules;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceEventConsole.Console.Tests.Alerts;

public sealed class AlertSetupScreenTests
{
    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_rule_is_told_in_a_sentence_with_its_channels()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Administrator);
        var erp = await screens.AddDestinationAsync("ERP");
        var team = await AddChannelAsync(screens, d => d with { QuietFrom = "22:00", QuietTo = "07:00", TimeZone = "Europe/Berlin" });
        await AddRuleAsync(screens, new AlertRuleDraft("ERP late", AlertKind.Backlog) { DestinationId = erp.Id, Minutes = 30, Channels = [team.Id] });

        var page = screens.Page.Render<AlertRulesPage>();

        page.WaitForElement("tbody tr");
        var rows = page.FindAll("tbody tr").Select(r => r.TextContent).ToList();
        Assert.Contains("When the oldest unsent delivery to ERP has waited for 30 minutes.", rows[0], StringComparison.Ordinal);
        Assert.Contains("Bell, Team", rows[0], StringComparison.Ordinal);
        Assert.Contains("22:00 to 07:00, Europe/Berlin; critical ones any time", rows[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_rules_and_channels_it_says_what_that_means()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Administrator);

        var page = screens.Page.Render<AlertRulesPage>();

        page.WaitForElement(".state-title");
        Assert.Equal(["No rule.", "No channel yet."], page.FindAll(".state-title").Select(t => t.TextContent));
    }

    [Fact]
    public async Task A_new_rule_asks_for_what_its_kind_needs_and_is_saved()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Administrator);
        var shop = await screens.AddSourceAsync("Shop", "shop");
        var team = await AddChannelAsync(screens);
        var page = screens.Page.Render<AlertRuleEdit>();
        page.WaitForElement("#field-destinationId");

        page.Find("#field-kind").Change(nameof(AlertKind.Silence));
        page.WaitForElement("#field-sourceId").Change(shop.Id.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Empty(page.FindAll("#field-destinationId"));
        page.Find("#field-name").Change("Shop silent");
        page.Find("#field-minutes").Change("90");
        page.Find("fieldset input:not([disabled])").Change(true);
        page.Find("form").Submit();

        var rules = screens.Page.Services.GetRequiredService<AlertRuleStore>();
        await Until(async () => (await rules.ListAsync(Token)).Count == 1, page);
        var rule = Assert.Single(await rules.ListAsync(Token));
        Assert.Equal(
            ("Shop silent", AlertKind.Silence, 90, shop.Id, "anna@example.com"), (rule.Name, rule.Kind, rule.Minutes, rule.SourceId, rule.ChangedBy));
        Assert.Equal([team.Id], rule.ChannelList());
    }

    [Fact]
    public async Task What_is_wrong_with_a_channel_stands_at_its_fields()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Administrator);
        var page = screens.Page.Render<AlertChannelEdit>();
        page.WaitForElement("#field-name");

        page.Find("#field-quietFrom").Change("late");
        page.Find("form").Submit();

        page.WaitForAssertion(() => Assert.Contains("mail server", page.Find("#field-host-problem").TextContent, StringComparison.Ordinal));
        Assert.Contains("22:00", page.Find("#field-quietFrom-problem").TextContent, StringComparison.Ordinal);
        Assert.NotEmpty(page.FindAll("#field-to-problem"));
    }

    [Fact]
    public async Task Another_kind_of_channel_asks_for_other_things()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Administrator);
        var page = screens.Page.Render<AlertChannelEdit>();
        page.WaitForElement("#field-host");

        page.Find("#field-kind").Change(nameof(AlertChannelKind.Webhook));

        page.WaitForElement("#field-url");
        Assert.Empty(page.FindAll("#field-host"));
    }

    [Fact]
    public async Task A_stored_secret_is_never_rendered_and_a_test_tells_the_truth()
    {
        int port;
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        await using var screens = await Screens.OpenAsync(ConsoleRoles.Administrator);
        var channel = await AddChannelAsync(screens, d => d with
        {
            Kind = AlertChannelKind.Webhook, Url = $"http://127.0.0.1:{port}/", AllowPrivateAddress = true, Secret = "very-private-value",
        });
        var page = screens.Page.Render<AlertChannelEdit>(p => p.Add(x => x.Id, channel.Id));
        page.WaitForElement("#field-name");
        Assert.DoesNotContain("very-private-value", page.Markup, StringComparison.Ordinal);
        Assert.Contains("A secret is stored.", page.Markup, StringComparison.Ordinal);

        page.FindAll("button").Single(b => b.TextContent.Contains("Send a test", StringComparison.Ordinal)).Click();

        page.WaitForAssertion(() => Assert.Contains("No connection came about", page.Find("[role=status]").TextContent, StringComparison.Ordinal));
        var list = screens.Page.Render<AlertRulesPage>();
        Assert.Contains("No connection came about", list.WaitForElement("tbody .danger").TextContent, StringComparison.Ordinal);
        list.Find("button[aria-label='Send a test by Team']").Click();
        list.WaitForAssertion(() => Assert.Contains(
            "No connection came about", Assert.Single(screens.Page.Services.GetRequiredService<Radzen.NotificationService>().Messages).Summary, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_channel_in_use_is_not_deleted_and_the_page_says_by_what_it_is_used()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Administrator);
        var channel = await AddChannelAsync(screens);
        await AddRuleAsync(screens, new AlertRuleDraft("Late", AlertKind.Backlog) { Channels = [channel.Id] });
        var page = screens.Page.Render<AlertChannelEdit>(p => p.Add(x => x.Id, channel.Id));
        page.WaitForElement("#field-name");

        page.FindAll("button").Single(b => b.TextContent.Contains("Delete", StringComparison.Ordinal)).Click();
        await page.InvokeAsync(() => screens.Dialogs.Close(true));

        page.WaitForAssertion(() => Assert.Contains("Used by “Late”", page.Find(".form-summary").TextContent, StringComparison.Ordinal));
    }

    private static async Task<AlertChannel> AddChannelAsync(Screens screens, Func<AlertChannelDraft, AlertChannelDraft>? change = null)
    {
        var draft = new AlertChannelDraft("Team", AlertChannelKind.Mail) { Host = "smtp.example.com", From = "console@example.com", To = "team@example.com" };
        var result = await screens.Page.Services.GetRequiredService<AlertChannelStore>().CreateAsync(change?.Invoke(draft) ?? draft, "anna", Token);
        Assert.True(result.Succeeded, string.Join(' ', result.Problems.Select(p => p.Message)));
        return result.Value!;
    }

    private static async Task AddRuleAsync(Screens screens, AlertRuleDraft draft)
    {
        var result = await screens.Page.Services.GetRequiredService<AlertRuleStore>().CreateAsync(draft, "anna", Token);
        Assert.True(result.Succeeded, string.Join(' ', result.Problems.Select(p => p.Message)));
    }

    private static async Task Until(Func<Task<bool>> isSo, IRenderedComponent<AlertRuleEdit> page)
    {
        // Saving leads back to the list: the page has gone there once the store has taken it.
        var navigation = page.Services.GetRequiredService<Microsoft.AspNetCore.Components.NavigationManager>();
        page.WaitForAssertion(() => Assert.EndsWith("alerts/rules", navigation.Uri, StringComparison.Ordinal));
        Assert.True(await isSo());
    }
}
