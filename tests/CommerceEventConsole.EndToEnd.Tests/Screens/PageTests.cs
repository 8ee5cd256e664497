using CommerceEventConsole.EndToEnd.Tests.Processes;
using CommerceEventConsole.Engine.Deliveries;
using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace CommerceEventConsole.EndToEnd.Tests.Screens;

/// <summary>What every page owes everyone, in both themes and in a small and a large window.</summary>
public sealed class PageTests(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    private static readonly (int Width, int Height)[] Sizes = [(1280, 800), (1024, 768)];

    private const string Contrast = "color-contrast";

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public async Task Every_page_is_accessible_fits_the_window_and_gives_the_browser_nothing_to_complain_of(string theme)
    {
        await using var minute = await FirstMinute.StartAsync(
            ("Sandbox:OrdersPerMinute", "600"), ("Access:FirstAdministrator:Email", ConsoleProcess.Email), ("Access:FirstAdministrator:Password", ConsoleProcess.Password));
        await using var window = await browser.OpenAsync(minute.Console.Url);
        await window.Page.Context.AddCookiesAsync([new Cookie { Name = "theme", Value = theme, Url = minute.Console.Url }]);
        // Ten, because axe does not judge the contrast of a single character.
        await Until.TrueAsync("there is something to show", async () =>
            (await minute.Folder.Store.StatesAsync()).GetValueOrDefault(DeliveryState.Failed) >= 10);
        await minute.PressAsync("/control/shop/pause");

        var problems = new List<string>();
        await window.Page.GotoAsync("/sign-in");
        await ExamineAsync(window, "sign-in", theme, problems);
        await window.SignInAsync();
        foreach (var (name, path) in await PagesAsync(minute.Folder.Store))
        {
            await window.VisitAsync(path);
            await ExamineAsync(window, name, theme, problems);
        }

        window.AssertContent(problems);
    }

    private static async Task<List<(string Name, string Path)>> PagesAsync(StoreReader store)
    {
        var failed = (await store.ReadAsync(db =>
            from delivery in db.Deliveries
            where delivery.State == DeliveryState.Failed
            join e in db.Events on delivery.EventSeq equals e.Seq
            select new { e.Seq, e.EntityKind, e.EntityKey }))[0];
        var subscription = (await store.ReadAsync(db => db.Subscriptions.Select(s => s.Id)))[0];
        var destination = (await store.ReadAsync(db => db.Destinations.Select(d => d.Id)))[0];
        var source = (await store.ReadAsync(db => db.Sources.Select(s => s.Id)))[0];
        return
        [
            ("overview", "/"), ("events", "/events"), ("event", $"/events/{failed.Seq}"), ("entity", $"/entity/{failed.EntityKind}/{failed.EntityKey}"),
            ("failures", "/failures"), ("failure groups", "/failures/groups"), ("failure group", "/failures/groups/1"), ("rejected", "/rejected"), ("subscriptions", "/subscriptions"), ("subscription", $"/subscriptions/{subscription}"), ("stages", $"/subscriptions/{subscription}/stages"),
            ("destinations", "/destinations"), ("destination", $"/destinations/{destination}"), ("sources", "/sources"), ("source", $"/sources/{source}"),
            ("people", "/people"), ("import", "/subscriptions/import"), ("export", "/subscriptions/export"), ("replays", "/replays"), ("jobs", "/jobs"), ("job", "/jobs/clean-up"), ("freshness", "/freshness"), ("new promise", "/freshness/new"), ("resyncs", "/resync"), ("new resync", "/resync/new"),
            ("commerce", "/commerce"), ("new instance", "/commerce/instances/new"), ("systems", "/systems"), ("new system", "/systems/new"), ("new subscription", "/subscriptions/new"),
            ("alerts", "/alerts"), ("alert rules", "/alerts/rules"), ("new alert rule", "/alerts/rules/new"), ("new alert channel", "/alerts/channels/new"),
        ];
    }

    private static async Task ExamineAsync(Window window, string name, string theme, List<string> problems)
    {
        foreach (var (width, height) in theme == "light" ? Sizes : Sizes[..1])
        {
            await window.Page.SetViewportSizeAsync(width, height);
            // The server draws charts for the width that the browser told it.
            await Until.TrueAsync("drawings follow the window", () => window.Page.EvaluateAsync<bool>(
                "[...document.querySelectorAll('svg')].every(drawing => drawing.getBoundingClientRect().right <= innerWidth)"));
            problems.AddRange(await window.ExamineAsync($"{name}-{theme}-{width}x{height}", $"{name}, {theme}, {width} px", Rules(theme, width)));
        }
    }

    // A theme changes colours and nothing else, a window what is there and not its colours: each is judged once.
    private static AxeRunOptions Rules(string theme, int width) => (theme, width == Sizes[0].Width) switch
    {
        ("light", true) => new AxeRunOptions(),
        ("light", false) => new AxeRunOptions { Rules = new Dictionary<string, RuleOptions> { [Contrast] = new() { Enabled = false } } },
        _ => new AxeRunOptions { RunOnly = RunOnlyOptions.Rules(Contrast) },
    };
}
