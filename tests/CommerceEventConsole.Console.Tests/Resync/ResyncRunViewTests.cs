using Bunit;
using CommerceEventConsole.Components.Resync;
using CommerceEventConsole.Console.Tests.Overview;
using CommerceEventConsole.Engine.Access;
using CommerceEventConsole.Engine.Resync.Runs;
using Microsoft.AspNetCore.Components;
using static CommerceEventConsole.Console.Tests.Resync.ResyncScreens;

namespace CommerceEventConsole.Console.Tests.Resync;

public sealed class ResyncRunViewTests
{
    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_under_way_shows_how_far_it_is_and_how_long_it_still_takes()
    {
        await using var screens = await OpenAsync(ConsoleRoles.Viewer);
        var run = await screens.AddRunAsync(await screens.AddAsync("Stock"), isDryRun: false, r =>
            (r.Compared, r.Total, r.Changed, r.Written, r.Calls, r.NaiveCalls, r.StartedAt) = (200, 800, 5, 5, 6, 205, r.CreatedAt.AddMinutes(-1)));

        var page = Open(screens, run);

        page.WaitForElement("progress");
        foreach (var text in new[] { "Stock, from ERP to Our shop.", "ben@example.com", "Looks at everything.", "200 of 800 records compared · about 3 minutes left", "One by one it would have taken 205." })
            Assert.Contains(text, page.Markup, StringComparison.Ordinal);
        Assert.Equal(("200", "800"), (page.Find("progress").GetAttribute("value"), page.Find("progress").GetAttribute("max")));
        Assert.Equal(["The same195", "Changed5", "Missing in Our shop0", "Missing in ERP0", "Repaired5", "Failed0"], page.FindAll("dl > div").Select(d => d.TextContent));
        Assert.Empty(page.FindAll("button"));
    }

    [Fact]
    public async Task A_run_that_waits_says_for_what_and_promises_no_end()
    {
        await using var screens = await OpenAsync(ConsoleRoles.Operator);
        var run = await screens.AddRunAsync(await screens.AddAsync("Stock"), isDryRun: false, r =>
            (r.Compared, r.Total, r.Waiting, r.NotBefore) = (200, 800, "erp.example.com does not answer.", TimeProvider.System.GetUtcNow().AddHours(1)));

        var page = Open(screens, run);

        var said = page.WaitForElement(".field-warning").TextContent;
        Assert.Contains("erp.example.com does not answer.", said, StringComparison.Ordinal);
        Assert.Contains("It goes on by itself", said, StringComparison.Ordinal);
        Assert.DoesNotContain(" left", page.Find(".run-text").TextContent, StringComparison.Ordinal);
        page.Find("button[aria-label='Go on now: Stock']").Click();
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".field-warning")));
        Assert.Null((await screens.RunAsync(run.Id)).NotBefore);
    }

    [Theory]
    [InlineData(ResyncState.Paused, "It stopped by itself")]
    [InlineData(ResyncState.Failed, "no such path")]
    public async Task Why_a_run_stopped_stands_above_it(ResyncState state, string text)
    {
        await using var screens = await OpenAsync(ConsoleRoles.Viewer);
        var run = await screens.AddRunAsync(await screens.AddAsync("Stock"), isDryRun: false, r => (r.State, r.Error) = (state, "erp.example.com answered 404: there is no such path."));

        var page = Open(screens, run);

        Assert.Contains(text, page.WaitForElement("[role=alert]").TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ResyncState.Finished, 9, "None: both sides agree.")]
    [InlineData(ResyncState.Finished, 0, "None: there was nothing to compare.")]
    [InlineData(ResyncState.Stopped, 9, "None among the 9 records compared until it ended.")]
    [InlineData(ResyncState.Running, 9, "None up to now.")]
    public async Task An_empty_list_promises_no_more_than_was_looked_at(ResyncState state, long compared, string text)
    {
        await using var screens = await OpenAsync(ConsoleRoles.Viewer);
        var run = await screens.AddRunAsync(await screens.AddAsync("Stock"), isDryRun: true, r => (r.State, r.Compared) = (state, compared));

        var page = Open(screens, run);

        Assert.Equal(text, page.WaitForElement("[aria-labelledby=differences] p").TextContent.Trim());
    }

    [Fact]
    public async Task Differences_are_listed_with_both_sides_filtered_and_paged()
    {
        await using var screens = await OpenAsync(ConsoleRoles.Viewer);
        var run = await screens.AddRunAsync(await screens.AddAsync("Stock"), isDryRun: false, r => (r.State, r.Compared, r.Changed, r.Failed) = (ResyncState.Finished, 60, 52, 1));
        await screens.ListAsync(run, [.. Enumerable.Range(1, 51).Select(i => Quantity($"A-{i:00}", "7", "9", ResyncOutcome.Repaired)), Quantity("B-1", "1", "2", ResyncOutcome.Failed, "Commerce refused it.")]);

        var first = Open(screens, run);
        first.WaitForElement(".differences-table tbody tr");
        Assert.Equal(50, first.FindAll(".differences-table tbody tr").Count);
        Assert.Contains("A-01quantity79change it in Our shop", first.Find(".differences-table tbody tr").TextContent.Replace("\n", "", StringComparison.Ordinal).Replace("  ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(["All52", "Repaired51", "Failed1"], first.FindAll(".state-tabs a").Select(a => a.TextContent));
        var next = first.Find("a[rel=next]").GetAttribute("href")!;
        var failed = first.FindAll(".state-tabs a")[2].GetAttribute("href")!;

        var second = OpenAt(screens, run, next);
        second.WaitForElement("nav.pager");
        Assert.Equal(["A-51", "B-1"], second.FindAll(".differences-table td.difference-key").Select(d => d.TextContent));
        Assert.Empty(second.FindAll("a[rel=next]"));

        var refused = OpenAt(screens, run, failed);
        Assert.Contains("Commerce refused it.", refused.WaitForElement(".differences-table tbody tr").TextContent, StringComparison.Ordinal);
        Assert.Single(refused.FindAll(".differences-table tbody tr"));
        refused.Find("#difference-key").Change("B");
        Assert.EndsWith($"/resync/runs/{run.Id}?show=failed&key=B", screens.Get<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repair_names_its_count_and_begins_after_a_yes()
    {
        await using var screens = await OpenAsync(ConsoleRoles.Operator);
        var run = await screens.AddRunAsync(await screens.AddAsync("Stock", d => d with { FindsExtra = true }), isDryRun: true, r =>
            (r.State, r.Compared, r.Changed, r.MissingHere, r.MissingThere, r.Extra) = (ResyncState.Finished, 9, 2, 1, 1, 1));
        await screens.ListAsync(
            run, Quantity("A", "1", "2"), Quantity("B", "1", "2"), new ResyncDifference { Key = "C", There = "quantity 4", Action = ResyncAction.Create, Outcome = ResyncOutcome.Found },
            new ResyncDifference { Key = "D", Here = "quantity 4", Action = ResyncAction.Tell, Outcome = ResyncOutcome.Found });
        var page = Open(screens, run);

        // What only the shop has is told, and nothing is done about it.
        var repair = page.WaitForElement("[aria-labelledby=differences] button");
        Assert.Contains("Repair 3 records", repair.TextContent, StringComparison.Ordinal);
        Assert.Contains("none, only told", page.FindAll(".differences-table tbody tr")[3].TextContent, StringComparison.Ordinal);
        repair.Click();
        Assert.Null(await screens.Get<ResyncRuns>().GetAsync(run.Id + 1, Token));
        await page.InvokeAsync(() => screens.Dialogs.Close(true));

        page.WaitForAssertion(() => Assert.EndsWith($"/resync/runs/{run.Id + 1}", screens.Get<NavigationManager>().Uri, StringComparison.Ordinal));
        var started = await screens.RunAsync(run.Id + 1);
        Assert.Equal((ResyncTrigger.Repair, run.Id, false, "anna@example.com"), (started.Trigger, started.KeysOfRunId, started.IsDryRun, started.StartedBy));
    }

    [Fact]
    public async Task What_failed_is_picked_and_tried_again()
    {
        await using var screens = await OpenAsync(ConsoleRoles.Operator);
        var run = await screens.AddRunAsync(await screens.AddAsync("Stock"), isDryRun: false, r => (r.State, r.Compared, r.Changed, r.Failed) = (ResyncState.Finished, 9, 3, 2));
        var rows = await screens.ListAsync(run, Quantity("A", "1", "2", ResyncOutcome.Repaired), Quantity("B", "1", "2", ResyncOutcome.Failed, "No."), Quantity("C", "1", "2", ResyncOutcome.Failed, "No."));
        var page = Open(screens, run);
        Assert.Contains("Try the 2 failed again", page.WaitForElement("[aria-labelledby=differences] button").TextContent, StringComparison.Ordinal);
        Assert.Contains("finished, some failed", page.Find(".badge").TextContent, StringComparison.Ordinal);

        page.Find("input[aria-label='Select all that failed on this page']").Change(true);
        page.Find("input[aria-label='Select B']").Change(false);
        page.WaitForAssertion(() => Assert.Contains("Try the selected 1 again", page.Find("[aria-labelledby=differences] button").TextContent, StringComparison.Ordinal));
        page.Find("[aria-labelledby=differences] button").Click();

        page.WaitForAssertion(() => Assert.EndsWith($"/resync/runs/{run.Id + 1}", screens.Get<NavigationManager>().Uri, StringComparison.Ordinal));
        var started = await screens.RunAsync(run.Id + 1);
        Assert.Equal((true, $"[{rows[2].Id}]"), (started.OnlyFailed, started.Selection));
    }

    [Fact]
    public async Task Who_only_looks_is_offered_neither_repair_nor_retry_but_the_list()
    {
        await using var screens = await OpenAsync(ConsoleRoles.Viewer);
        var run = await screens.AddRunAsync(await screens.AddAsync("Stock"), isDryRun: true, r => (r.State, r.Compared, r.Changed) = (ResyncState.Finished, 9, 1));
        await screens.ListAsync(run, Quantity("A", "1", "2"));

        var page = Open(screens, run);

        Assert.NotNull(page.WaitForElement("a[href$='differences.csv']"));
        Assert.Empty(page.FindAll("button"));
    }

    [Fact]
    public async Task A_run_that_is_gone_is_said_to_be()
    {
        await using var screens = await OpenAsync(ConsoleRoles.Viewer, isConnected: false);

        var page = screens.Page.Render<ResyncRunView>(p => p.Add(v => v.Id, 99));

        Assert.Contains("no such run", page.WaitForElement(".state-title").TextContent, StringComparison.Ordinal);
    }

    private static IRenderedComponent<ResyncRunView> Open(Screens screens, ResyncRun run) => screens.Page.Render<ResyncRunView>(p => p.Add(v => v.Id, run.Id));

    // A page takes its query from the address.
    private static IRenderedComponent<ResyncRunView> OpenAt(Screens screens, ResyncRun run, string address)
    {
        screens.Get<NavigationManager>().NavigateTo(address);
        return Open(screens, run);
    }
}
