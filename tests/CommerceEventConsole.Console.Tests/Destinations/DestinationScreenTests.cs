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

    private static async Task WaitForNameAsync(IRenderedComponent<DestinationEdit> page, Screens screens, int id, string name)
    {
        page.WaitForAssertion(() => Assert.EndsWith(
            "/destinations",
            ((Microsoft.AspNetCore.Components.NavigationManager)screens.Page.Services.GetService(typeof(Microsoft.AspNetCore.Components.NavigationManager))!).Uri,
            StringComparison.Ordinal));
        Assert.Equal(name, (await screens.Destinations.GetAsync(id, CancellationToken.None))!.Name);
    }
}
