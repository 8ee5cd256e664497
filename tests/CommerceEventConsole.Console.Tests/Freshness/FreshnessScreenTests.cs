using Bunit;
using CommerceEventConsole.Components.Freshness;
using CommerceEventConsole.Components.Overview;
using CommerceEventConsole.Console.Tests.Overview;
using CommerceEventConsole.Engine.Access;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Freshness;
using CommerceEventConsole.Engine.Jobs.Plans;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceEventConsole.Console.Tests.Freshness;

public sealed class FreshnessScreenTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task Promises_are_listed_with_what_breaks_them_first_and_only_administrators_may_change_them()
    {
        foreach (var (role, links) in new[] { (ConsoleRoles.Viewer, 0), (ConsoleRoles.Administrator, 3) })
        {
            await using var screens = await Screens.OpenAsync(role);
            await AddAsync(screens, Kept("Accounts"), Broken("Orders"), Off("Stock"));

            var page = screens.Page.Render<FreshnessPage>();

            page.WaitForElement("tbody tr");
            var rows = page.FindAll("tbody tr").Select(r => r.TextContent).ToList();
            Assert.Equal(["broken", "kept", "switched off"], page.FindAll("tbody .badge").Select(b => b.LastChild!.TextContent));
            Assert.Contains("Orders are in ERP within 5 minutes.", rows[0], StringComparison.Ordinal);
            Assert.Contains("ERP answered 422. 2 more are late.", rows[0], StringComparison.Ordinal);
            Assert.Equal(("events/71", "Order 000000012"), page.Find(".promise-oldest a") is var a ? (a.GetAttribute("href"), a.TextContent) : default);
            Assert.Contains("nothing is late", rows[1], StringComparison.Ordinal);
            Assert.Equal(links, page.FindAll("tbody td:first-child a").Count);
            Assert.Equal(links > 0, page.FindAll("a[href='freshness/new']").Count == 1);
        }
    }

    [Fact]
    public async Task Without_promises_it_says_what_one_could_be()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Viewer);

        var page = screens.Page.Render<FreshnessPage>();

        Assert.Equal("No promise yet.", page.WaitForElement(".state-title").TextContent);
    }

    [Fact]
    public async Task A_new_promise_is_read_out_as_it_is_entered_and_saved_in_minutes()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Administrator);
        var erp = await screens.AddDestinationAsync("ERP");
        var page = screens.Page.Render<FreshnessEdit>();
        page.WaitForElement("#field-name").Change("Stock in the ERP");

        page.Find("form").Submit();
        page.WaitForAssertion(() => Assert.Equal("Choose a destination.", page.Find("#field-destination-problem").TextContent.Trim()));
        page.Find("#field-entity").Change(nameof(EntityKind.Stock));
        page.Find("#field-destination").Change(erp.Id.ToString(System.Globalization.CultureInfo.InvariantCulture));
        page.Find("#field-minutes").Change("24");
        page.Find("#field-unit").Change(nameof(LimitUnit.Hours));
        Assert.Equal("Stock levels are in ERP within 24 hours.", page.Find("[role=status]").TextContent);
        page.Find("form").Submit();

        page.WaitForAssertion(() => Assert.EndsWith("/freshness", page.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal));
        var row = Assert.Single(await Board(screens).ReadAsync(Token)).Promise;
        Assert.Equal(
            ("Stock in the ERP", EntityKind.Stock, erp.Id, 1440, "anna@example.com", PromiseState.Kept),
            (row.Name, row.EntityKind, row.DestinationId, row.Minutes, row.ChangedBy, row.State));
    }

    [Fact]
    public async Task A_promise_about_a_job_asks_for_the_job_and_is_shown_as_it_was_entered()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Administrator);
        await using (var db = await screens.Contexts.CreateDbContextAsync(Token))
        {
            db.Add(new JobPlan { Job = "export:bi", Title = "Events to BI", Default = "{}" });
            await db.SaveChangesAsync(Token);
        }

        await AddAsync(screens, new FreshnessPromise { Name = "BI", Kind = PromiseKind.Job, Job = "export:bi", Minutes = 2880, Enabled = true });
        var id = Assert.Single(await Board(screens).ReadAsync(Token)).Promise.Id;

        var page = screens.Page.Render<FreshnessEdit>(p => p.Add(x => x.Id, id));

        page.WaitForElement("#field-job");
        Assert.Equal("The job “Events to BI” succeeded no longer than 2 days ago.", page.Find("[role=status]").TextContent);
        Assert.Equal(("2", "Days"), (page.Find("#field-minutes").GetAttribute("value"), page.Find("#field-unit").GetAttribute("value")));
        page.Find("#field-kind").Change(nameof(PromiseForm.Resync));
        page.WaitForElement("#field-resync");
        page.Find("#field-kind").Change(nameof(PromiseForm.EventType));
        page.WaitForElement("#field-eventType");
        Assert.Equal((0, 1), (page.FindAll("#field-job").Count, page.FindAll("#field-destination").Count));
    }

    [Fact]
    public async Task The_overview_shows_promises_with_their_oldest_offender_and_follows_when_one_is_kept_again()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Viewer);
        await screens.AddSourceAsync("Shop", "shop");
        await screens.AddSubscriptionAsync("Orders", [], [], (await screens.AddDestinationAsync("ERP")).Id);
        await Board(screens).RefreshAsync(Token);
        var page = screens.Page.Render<OverviewPage>();
        page.WaitForAssertion(() => Assert.Contains("None yet: how soon must things be where they belong?", page.Markup, StringComparison.Ordinal));

        await AddAsync(screens, Broken("Orders"), Off("Stock"));
        await Board(screens).RefreshAsync(Token);

        page.WaitForAssertion(() => Assert.Equal(["broken"], page.FindAll(".promises .badge").Select(b => b.LastChild!.TextContent)));
        Assert.Equal("Order 000000012", page.Find(".promise-oldest a").TextContent);
        Assert.StartsWith("The promise “Orders” is broken. Order 000000012 has not arrived.", page.Find(".sentence p").TextContent.Trim(), StringComparison.Ordinal);
        Assert.Contains("All 2 promises", page.Markup, StringComparison.Ordinal);
        await using (var db = await screens.Contexts.CreateDbContextAsync(Token))
        {
            var row = db.FreshnessPromises.Single(p => p.Name == "Orders");
            (row.State, row.Why, row.OldestSeq) = (PromiseState.Kept, null, null);
            await db.SaveChangesAsync(Token);
        }

        await Board(screens).RefreshAsync(Token);
        page.WaitForAssertion(() => Assert.Equal(["kept"], page.FindAll(".promises .badge").Select(b => b.LastChild!.TextContent)));
    }

    private static FreshnessBoard Board(Screens screens) => screens.Page.Services.GetRequiredService<FreshnessBoard>();

    private static FreshnessPromise Kept(string name) => new()
    {
        Name = name, Kind = PromiseKind.Delivered, EntityKind = EntityKind.Order, DestinationId = 1, Minutes = 5, Enabled = true,
        State = PromiseState.Kept, StateSince = Noon, LookedAt = Noon,
    };

    private static FreshnessPromise Off(string name)
    {
        var promise = Broken(name);
        promise.Enabled = false;
        return promise;
    }

    private static FreshnessPromise Broken(string name)
    {
        var promise = Kept(name);
        (promise.State, promise.Why, promise.Late) = (PromiseState.Broken, "It was given up: ERP answered 422.", 3);
        (promise.OldestAt, promise.OldestSeq, promise.OldestDeliveryId, promise.OldestKind, promise.OldestKey) = (Noon, 71, 72, EntityKind.Order, "000000012");
        return promise;
    }

    private static async Task AddAsync(Screens screens, params FreshnessPromise[] promises)
    {
        if ((await screens.Destinations.ListAsync(Token)).Count == 0)
            await screens.AddDestinationAsync("ERP");
        await using var db = await screens.Contexts.CreateDbContextAsync(Token);
        db.AddRange(promises);
        await db.SaveChangesAsync(Token);
    }
}
