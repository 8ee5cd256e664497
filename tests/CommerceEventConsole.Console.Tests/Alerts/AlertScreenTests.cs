using Bunit;
using CommerceEventConsole.Components.Alerts;
using CommerceEventConsole.Console.Tests.Overview;
using CommerceEventConsole.Engine.Access;
using CommerceEventConsole.Engine.Alerts;
using CommerceEventConsole.Engine.Alerts.Rules;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceEventConsole.Console.Tests.Alerts;

public sealed class AlertScreenTests
{
    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_bell_counts_what_nobody_looks_after_as_it_comes_and_goes()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Viewer);
        var board = screens.Page.Services.GetRequiredService<AlertBoard>();
        var bell = screens.Page.Render<AlertBell>();
        Assert.Equal("Alerts: nothing needs attention", bell.Find("a").GetAttribute("aria-label"));
        Assert.Empty(bell.FindAll(".bell-count"));

        await AddAsync(screens, "ERP is unreachable", isCritical: true);
        await AddAsync(screens, "Nothing comes from Shop");
        await AddAsync(screens, "Taken", acknowledgedBy: "ben@example.com");
        await AddAsync(screens, "Over", resolved: true);
        await board.RefreshAsync(Token);

        bell.WaitForAssertion(() => Assert.Equal("2 alerts need attention", bell.Find("a").GetAttribute("aria-label")));
        Assert.Equal(("2", "2 alerts need attention"), (bell.Find(".bell-count").TextContent, bell.Find("[role=status]").TextContent));
        Assert.Contains("bell-critical", bell.Find("a").ClassList);
        await using (var db = await screens.Contexts.CreateDbContextAsync(Token))
            await db.Alerts.ExecuteDeleteAsync(Token);
        await board.RefreshAsync(Token);
        bell.WaitForAssertion(() => Assert.Empty(bell.FindAll(".bell-count")));
    }

    [Fact]
    public async Task What_goes_on_stands_first_with_its_text_and_what_is_over_below()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Viewer);
        await AddAsync(screens, "Nothing comes from Shop");
        await AddAsync(screens, "ERP is unreachable", isCritical: true);
        await AddAsync(screens, "WMS is unreachable", resolved: true);

        var page = screens.Page.Render<AlertsPage>();

        page.WaitForElement("tbody tr");
        var tables = page.FindAll("table");
        Assert.Equal(["ERP is unreachable", "Nothing comes from Shop"], tables[0].QuerySelectorAll("tbody a").Select(a => a.TextContent));
        Assert.Contains("It does not answer.", tables[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("critical", tables[0].QuerySelector(".badge")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("WMS is unreachable", tables[1].TextContent, StringComparison.Ordinal);
        Assert.Contains("20 minutes", tables[1].TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("button"));
    }

    [Fact]
    public async Task An_operator_takes_an_alert_and_everybody_sees_who()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Operator);
        await AddAsync(screens, "ERP is unreachable");
        var page = screens.Page.Render<AlertsPage>();

        page.WaitForElement("button[aria-label='I look after it: ERP is unreachable']").Click();

        page.WaitForAssertion(() => Assert.Contains("anna@example.com", page.Find("tbody tr").TextContent, StringComparison.Ordinal));
        Assert.Empty(page.FindAll("button"));
    }

    [Fact]
    public async Task Without_alerts_it_says_so()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Viewer);

        var page = screens.Page.Render<AlertsPage>();

        Assert.Equal("Nothing needs attention.", page.WaitForElement(".state-title").TextContent);
    }

    [Fact]
    public async Task While_the_store_does_not_answer_the_page_says_so_and_offers_to_try_again()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Viewer);
        await using (var db = await screens.Contexts.CreateDbContextAsync(Token))
            await db.Database.ExecuteSqlRawAsync("ALTER TABLE Alerts RENAME TO Gone", Token);

        var page = screens.Page.Render<AlertsPage>();

        page.WaitForElement(".state-error");
        Assert.Contains("Try again", page.Find(".state-error button").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_history_is_paged()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Viewer);
        for (var i = 1; i <= 51; i++)
            await AddAsync(screens, $"Number {i}", resolved: true);

        var page = screens.Page.Render<AlertsPage>();

        var older = page.WaitForElement("a[rel=next]").GetAttribute("href")!;
        Assert.Equal(50, page.FindAll("tbody tr").Count);
        var next = long.Parse(older.Split('=')[1], System.Globalization.CultureInfo.InvariantCulture);
        var navigation = screens.Page.Services.GetRequiredService<Microsoft.AspNetCore.Components.NavigationManager>();
        navigation.NavigateTo($"alerts?before={next}");
        page.WaitForAssertion(() => Assert.Equal("Number 1", Assert.Single(page.FindAll("tbody tr")).QuerySelector("td")!.TextContent.Trim()));
    }

    private static async Task AddAsync(Screens screens, string title, bool isCritical = false, string? acknowledgedBy = null, bool resolved = false)
    {
        var since = new DateTimeOffset(2026, 5, 4, 9, 0, 0, TimeSpan.Zero);
        await using var db = await screens.Contexts.CreateDbContextAsync(Token);
        db.Add(new Alert
        {
            RuleId = 1,
            RuleName = "Rule",
            Kind = AlertKind.Unreachable,
            Subject = title,
            IsCritical = isCritical,
            Title = title,
            Text = "It does not answer.",
            Path = "destinations",
            Since = since,
            OpenedAt = since,
            ToldAt = since,
            ResolvedAt = resolved ? since.AddMinutes(20) : null,
            AcknowledgedAt = acknowledgedBy is null ? null : since,
            AcknowledgedBy = acknowledgedBy,
        });
        await db.SaveChangesAsync(Token);
    }
}
