using Bunit;
using CommerceEventConsole.Components.Destinations;
using CommerceEventConsole.Console.Tests.Overview;
using CommerceEventConsole.Engine.Access;
using CommerceEventConsole.Engine.Destinations;

namespace CommerceEventConsole.Console.Tests.Destinations;

public sealed class DestinationScreenTests
{
    [Fact]
    public async Task An_operator_pauses_a_destination_after_a_question()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Operator);
        var erp = await screens.AddDestinationAsync("ERP");
        var asked = "";
        screens.Dialogs.OnOpen += (title, _, _, _) => asked = title;
        var list = screens.Page.Render<DestinationList>();

        list.WaitForElement("button[aria-label='Pause ERP']").Click();
        Assert.Equal("Pause ERP?", asked);
        await list.InvokeAsync(() => screens.Dialogs.Close(true));

        list.WaitForElement("button[aria-label='Resume ERP']", TimeSpan.FromSeconds(20));
        Assert.Equal(DestinationState.Paused, (await screens.Destinations.GetAsync(erp.Id, CancellationToken.None))!.State);
    }

    [Fact]
    public async Task A_viewer_has_no_button_to_pause_or_test()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Viewer);
        await screens.AddDestinationAsync("ERP");

        var list = screens.Page.Render<DestinationList>();

        list.WaitForElement("tbody tr");
        Assert.Empty(list.FindAll("button"));
        Assert.Empty(list.FindAll("a[href^='destinations/']"));
    }

    [Fact]
    public async Task Header_values_and_the_signing_secret_are_never_rendered()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Administrator);
        var erp = await screens.AddDestinationAsync("ERP", new HeaderDraft("X-Api-Key", "very-private-value"));

        var page = screens.Page.Render<DestinationEdit>(p => p.Add(x => x.Id, erp.Id));

        page.WaitForElement("#field-name");
        Assert.Contains("X-Api-Key", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("very-private-value", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("whsec_", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Saving_without_touching_the_secrets_keeps_them()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Administrator);
        var erp = await screens.AddDestinationAsync("ERP", new HeaderDraft("X-Api-Key", "very-private-value"));
        var page = screens.Page.Render<DestinationEdit>(p => p.Add(x => x.Id, erp.Id));
        page.WaitForElement("#field-name").Change("ERP, new");

        page.Find("form").Submit();

        await WaitForNameAsync(page, screens, erp.Id, "ERP, new");
        var saved = (await screens.Destinations.GetAsync(erp.Id, CancellationToken.None))!;
        Assert.Equal(erp.ProtectedSecret, saved.ProtectedSecret);
        Assert.Equal(["X-Api-Key"], screens.Destinations.HeaderNames(saved));
    }

    [Fact]
    public void Limits_are_told_in_words() => Assert.Equal(
        "Tried up to 4 times: again after 10 seconds, then each time after twice as long, 1 minute at most. Given up after about 70 seconds.",
        DestinationWords.Retries(attempts: 4, firstSeconds: 10, longestSeconds: 60));

    [Theory]
    [InlineData(RetryCurve.Linear, 0, "Tried up to 4 times: again after 10 seconds, then each time after 10 seconds more, 1 minute at most. Given up after about 1 minute.")]
    [InlineData(RetryCurve.Constant, 0, "Tried up to 4 times: each time after 10 seconds. Given up after about 30 seconds.")]
    public void Each_curve_is_told_in_words(RetryCurve curve, int maxAgeHours, string expected) => Assert.Equal(
        expected, DestinationWords.Retries(attempts: 4, firstSeconds: 10, longestSeconds: 60, curve, maxAgeHours));

    [Fact]
    public void The_greatest_age_ends_the_tries_where_it_comes_first() => Assert.EndsWith(
        "Given up after about 2 hours.",
        DestinationWords.Retries(attempts: 20, firstSeconds: 3600, longestSeconds: 86400, RetryCurve.Constant, maxAgeHours: 2),
        StringComparison.Ordinal);

    [Fact]
    public async Task An_unreachable_destination_says_since_when_and_why_and_an_operator_has_it_checked()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Operator);
        var erp = await screens.AddDestinationAsync("ERP");
        await OpenCircuitAsync(screens, erp.Id, DateTimeOffset.UnixEpoch.AddYears(200));
        var list = screens.Page.Render<DestinationList>();

        var outage = list.WaitForElement(".outage p");
        Assert.Contains("Unreachable since 4 May", outage.TextContent, StringComparison.Ordinal);
        Assert.Contains("ERP could not be reached: no connection. Nothing waits for it yet. Next check in", outage.TextContent, StringComparison.Ordinal);
        Assert.Contains("Last check: ERP answered 502.", outage.TextContent, StringComparison.Ordinal);
        Assert.Contains("unreachable", list.Find(".badge").TextContent, StringComparison.Ordinal);

        list.Find("button[aria-label='Check ERP now']").Click();

        await list.WaitForAssertionAsync(() => Assert.Contains("It is being checked.", list.Find(".outage p").TextContent, StringComparison.Ordinal));
        Assert.True((await screens.Destinations.OutagesAsync(CancellationToken.None))[erp.Id].NextProbeAt < DateTimeOffset.UnixEpoch.AddYears(150));
    }

    [Fact]
    public async Task Pause_and_resume_are_there_for_an_unreachable_destination_too()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Operator);
        var erp = await screens.AddDestinationAsync("ERP");
        await OpenCircuitAsync(screens, erp.Id, DateTimeOffset.UnixEpoch.AddYears(200));
        var list = screens.Page.Render<DestinationList>();
        list.WaitForElement("button[aria-label='Pause ERP']");

        list.Find("button[aria-label='Resume ERP']").Click();

        list.WaitForAssertion(() => Assert.Empty(list.FindAll(".outage")));
        Assert.Equal(DestinationState.Active, (await screens.Destinations.GetAsync(erp.Id, CancellationToken.None))!.State);
    }

    [Fact]
    public async Task A_viewer_reads_of_an_outage_and_has_no_button()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Viewer);
        var erp = await screens.AddDestinationAsync("ERP");
        await OpenCircuitAsync(screens, erp.Id, DateTimeOffset.UnixEpoch.AddYears(200));

        var list = screens.Page.Render<DestinationList>();

        list.WaitForElement(".outage p");
        Assert.Empty(list.FindAll("button"));
    }

    [Fact]
    public async Task What_is_entered_about_tries_and_outages_is_stored()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Administrator);
        var erp = await screens.AddDestinationAsync("ERP");
        var page = screens.Page.Render<DestinationEdit>(p => p.Add(x => x.Id, erp.Id));
        page.WaitForElement("#field-maxPerSecond").Change("25");
        page.Find("#field-retryCurve").Change("Linear");
        page.Find("#field-finalStatuses").Change("400, 404");
        page.Find("#field-circuitFailures").Change("9");
        page.Find("#field-healthUrl").Change("https://erp.example.com/health");
        page.Find("#field-name").Change("ERP, new");

        page.Find("form").Submit();

        await WaitForNameAsync(page, screens, erp.Id, "ERP, new");
        var saved = (await screens.Destinations.GetAsync(erp.Id, CancellationToken.None))!;
        Assert.Equal(
            (25, RetryCurve.Linear, "400, 404", 9, "https://erp.example.com/health"),
            (saved.MaxPerSecond, saved.RetryCurve, saved.FinalStatuses, saved.CircuitFailures, saved.HealthUrl));
        Assert.Null(saved.RetriedStatuses);
    }

    [Fact]
    public async Task A_list_of_answers_that_cannot_be_read_is_said_at_its_field()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Administrator);
        var erp = await screens.AddDestinationAsync("ERP");
        var page = screens.Page.Render<DestinationEdit>(p => p.Add(x => x.Id, erp.Id));
        page.WaitForElement("#field-retriedStatuses").Change("always");

        page.Find("form").Submit();

        page.WaitForAssertion(() => Assert.Contains(
            "\"always\" is neither an answer from 300 to 599", page.Find("#field-retriedStatuses-problem").TextContent, StringComparison.Ordinal));
    }

    private static async Task OpenCircuitAsync(Screens screens, int id, DateTimeOffset nextProbe)
    {
        await using var context = await screens.Contexts.CreateDbContextAsync(CancellationToken.None);
        context.DestinationHealth.Add(new DestinationHealth
        {
            DestinationId = id,
            IsOpen = true,
            Since = new DateTimeOffset(2026, 5, 4, 9, 2, 0, TimeSpan.Zero),
            Reason = "ERP could not be reached: no connection",
            ProbeError = "ERP answered 502",
            NextProbeAt = nextProbe,
        });
        await context.SaveChangesAsync(CancellationToken.None);
    }

    private static async Task WaitForNameAsync(IRenderedComponent<DestinationEdit> page, Screens screens, int id, string name)
    {
        page.WaitForAssertion(() => Assert.EndsWith(
            "/destinations",
            ((Microsoft.AspNetCore.Components.NavigationManager)screens.Page.Services.GetService(typeof(Microsoft.AspNetCore.Components.NavigationManager))!).Uri,
            StringComparison.Ordinal));
        Assert.Equal(name, (await screens.Destinations.GetAsync(id, CancellationToken.None))!.Name);
    }
}
