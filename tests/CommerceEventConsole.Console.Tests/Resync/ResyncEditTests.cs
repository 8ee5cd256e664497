using Bunit;
using CommerceEventConsole.Components.Resync;
using CommerceEventConsole.Console.Tests.Overview;
using CommerceEventConsole.Engine.Access;
using CommerceEventConsole.Engine.BackOffice;
using CommerceEventConsole.Engine.Resync.Definitions;
using Microsoft.AspNetCore.Components;

namespace CommerceEventConsole.Console.Tests.Resync;

public sealed class ResyncEditTests
{
    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_there_is_but_one_of_is_chosen_and_what_it_does_is_said_in_sentences()
    {
        await using var screens = await ResyncScreens.OpenAsync(ConsoleRoles.Administrator);
        var page = Open(screens);
        page.WaitForElement("#field-name").Change("Stock, every night");
        page.Find("#field-schedule").Change("30 2 * * *");
        page.Find("#field-timeZone").Change("Europe/Berlin");
        page.Find("#field-blackout").Change("08:00-18:00");

        page.WaitForAssertion(() => Assert.Equal(
            [
                "Compares all stock of ERP with Our shop.", "What differs in Our shop, or is missing there, is written there.", "Runs by itself: every day at 02:30 (Europe/Berlin).",
                "Stands still from 08:00 to 18:00 (Europe/Berlin).",
            ],
            page.FindAll("[aria-labelledby=summary] li").Select(l => l.TextContent)));
        page.Find("form").Submit();

        page.WaitForAssertion(() => Assert.EndsWith("/resync", screens.Get<NavigationManager>().Uri, StringComparison.Ordinal));
        var row = Assert.Single(await screens.Get<ResyncStore>().ListAsync(Token));
        Assert.Equal(("30 2 * * *", "Europe/Berlin", "08:00-18:00", "anna@example.com"), (row.Schedule, row.TimeZone, row.Blackout, row.ChangedBy));
    }

    [Fact]
    public async Task While_a_schedule_is_typed_its_next_runs_stand_below_with_what_the_blackout_hours_make_of_them()
    {
        await using var screens = await ResyncScreens.OpenAsync(ConsoleRoles.Administrator);
        var page = Open(screens);

        page.WaitForElement("#field-schedule").Change("0 12 * * *");
        page.Find("#field-timeZone").Change("Europe/Berlin");
        page.Find("#field-blackout").Change("08:00-18:00");

        page.WaitForAssertion(() => Assert.Equal(3, page.FindAll(".schedule-preview li").Count));
        Assert.All(page.FindAll(".schedule-preview li"), l => Assert.Matches("12:00 \\+0[12]:00 falls into the blackout hours: it begins and waits until [A-Z][a-z]{2} 18:00", l.TextContent));
        page.Find("#field-timeZone").Change("Atlantis");
        page.WaitForAssertion(() => Assert.Contains("once the schedule and the time zone can be read", page.Find(".schedule-preview").TextContent, StringComparison.Ordinal));
        page.Find("#field-enabled").Change(false);
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".schedule-preview")));
    }

    [Fact]
    public async Task Everything_that_is_wrong_stands_at_its_field_and_nothing_is_saved()
    {
        await using var screens = await ResyncScreens.OpenAsync(ConsoleRoles.Administrator);
        var page = Open(screens);
        page.WaitForElement("#field-schedule").Change("every day");
        page.Find("#field-timeZone").Change("Atlantis");
        page.Find("#field-pageSize").Change("0");
        page.Find("#field-fields").Change("price a cent");

        page.Find("form").Submit();

        page.WaitForAssertion(() => Assert.Contains("5 entries need to be put right", page.Find(".form-summary").TextContent, StringComparison.Ordinal));
        foreach (var (field, text) in new[] { ("name", "Give the resync a name"), ("schedule", "five fields"), ("timeZone", "no time zone of this name"), ("pageSize", "records in a page"), ("fields", "is not understood") })
            Assert.Contains(text, page.Find($"#field-{field}-problem").TextContent, StringComparison.Ordinal);
        Assert.Empty(await screens.Get<ResyncStore>().ListAsync(Token));
    }

    [Fact]
    public async Task What_the_system_is_not_set_up_for_is_said_before_a_run_finds_out()
    {
        await using var screens = await ResyncScreens.OpenAsync(ConsoleRoles.Administrator);
        var page = Open(screens);
        page.WaitForElement("#field-kind").Change(nameof(RecordKind.Customer));

        page.WaitForAssertion(() => Assert.Contains("ERP is not set up for reading customers", Warning(page), StringComparison.Ordinal));
        page.Find("#field-kind").Change(nameof(RecordKind.Company));
        page.Find("#field-direction").Change(nameof(ResyncDirection.ToSystem));
        page.WaitForAssertion(() => Assert.Contains("ERP is not set up for writing companies", Warning(page), StringComparison.Ordinal));
        page.Find("#field-reportOnly").Change(true);
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".field-warning")));
    }

    [Fact]
    public async Task Orders_go_to_the_system_alone_within_days_and_are_given_time_to_arrive()
    {
        await using var screens = await ResyncScreens.OpenAsync(ConsoleRoles.Administrator);
        var page = Open(screens);
        Assert.Empty(page.FindAll("#field-orderDays"));

        page.WaitForElement("#field-kind").Change(nameof(RecordKind.Order));

        page.WaitForElement("#field-orderDays");
        Assert.Equal(["Our shop is right: ERP is made to agree"], page.FindAll("#field-direction option").Select(o => o.TextContent));
        Assert.Equal("15", page.Find("#field-settleMinutes").GetAttribute("value"));
        Assert.Contains("the orders of the last 7 days", page.Find("[aria-labelledby=summary]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_somebody_else_changed_meanwhile_is_not_overwritten()
    {
        await using var screens = await ResyncScreens.OpenAsync(ConsoleRoles.Administrator);
        var row = await screens.AddAsync("Stock");
        var page = screens.Page.Render<ResyncEdit>(p => p.Add(e => e.Id, row.Id));
        page.WaitForElement("#field-name").Change("Mine");
        Assert.True((await screens.Get<ResyncStore>().UpdateAsync(row.Id, row.Version, ResyncDraft.Of(row) with { Name = "Theirs" }, "ben@example.com", Token)).Succeeded);

        page.Find("form").Submit();

        page.WaitForElement(".form-summary");
        Assert.Equal("Theirs", (await screens.Get<ResyncStore>().GetAsync(row.Id, Token))!.Name);
    }

    [Fact]
    public async Task One_that_runs_is_not_deleted_and_the_page_says_why()
    {
        await using var screens = await ResyncScreens.OpenAsync(ConsoleRoles.Administrator);
        var row = await screens.AddAsync("Stock");
        await screens.AddRunAsync(row, isDryRun: false, _ => { });
        var page = screens.Page.Render<ResyncEdit>(p => p.Add(e => e.Id, row.Id));
        page.WaitForElement("#field-name");

        page.FindAll("button").First(b => b.TextContent.Contains("Delete", StringComparison.Ordinal)).Click();
        await page.InvokeAsync(() => screens.Dialogs.Close(true));

        page.WaitForAssertion(() => Assert.Contains("Stop the run first", page.Find(".form-summary").TextContent, StringComparison.Ordinal));
        Assert.Single(await screens.Get<ResyncStore>().ListAsync(Token));
    }

    private static IRenderedComponent<ResyncEdit> Open(Screens screens) => screens.Page.Render<ResyncEdit>();

    private static string Warning(IRenderedComponent<ResyncEdit> page) => page.Find(".field-warning").TextContent;
}
