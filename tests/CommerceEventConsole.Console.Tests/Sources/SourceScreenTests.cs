using Bunit;
using CommerceEventConsole.Components.Sources;
using CommerceEventConsole.Console.Tests.Overview;
using CommerceEventConsole.Engine.Access;
using CommerceEventConsole.Engine.Sources;
using Microsoft.JSInterop;

namespace CommerceEventConsole.Console.Tests.Sources;

public sealed class SourceScreenTests
{
    [Fact]
    public async Task A_source_is_listed_with_its_whole_webhook_address()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Administrator);
        await screens.AddSourceAsync("Shop", "shop");

        var list = screens.Page.Render<SourceList>();

        list.WaitForAssertion(() => Assert.Equal("http://localhost/intake/shop", list.Find("td code").TextContent));
    }

    [Fact]
    public async Task A_viewer_sees_sources_and_no_way_to_change_them()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Viewer);
        await screens.AddSourceAsync("Shop", "shop");

        var list = screens.Page.Render<SourceList>();

        list.WaitForAssertion(() => Assert.Contains("Shop", list.Find("tbody").TextContent, StringComparison.Ordinal));
        Assert.Empty(list.FindAll("a[href^='sources/']"));
    }

    [Fact]
    public async Task Without_a_source_the_list_says_what_one_is_for()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Viewer);

        var list = screens.Page.Render<SourceList>();

        list.WaitForAssertion(() => Assert.Contains("No source yet.", list.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_problem_stands_at_its_field_and_the_first_field_with_one_takes_the_focus()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Administrator);
        var page = screens.Page.Render<SourceEdit>();
        page.WaitForElement("#field-slug").Change("NOT a slug");

        page.Find("form").Submit();

        page.WaitForElement("#field-slug-problem");
        Assert.Equal("true", page.Find("#field-name").GetAttribute("aria-invalid"));
        Assert.Contains("small letters", page.Find("#field-slug-problem").TextContent, StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.Single(screens.Page.JSInterop.Invocations, i => i.Identifier.EndsWith("focus", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_field_that_the_browser_no_longer_has_when_it_is_told_to_focus_it_leaves_the_page_alone()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Administrator);
        screens.Page.JSInterop.SetupVoid(i => i.Identifier.EndsWith("focus", StringComparison.Ordinal)).SetException(new JSException("Unable to focus an invalid element."));
        var page = screens.Page.Render<SourceEdit>();
        page.WaitForElement("#field-slug").Change("NOT a slug");

        page.Find("form").Submit();

        page.WaitForAssertion(() => Assert.Single(screens.Page.JSInterop.Invocations, i => i.Identifier.EndsWith("focus", StringComparison.Ordinal)));
        page.Find("#field-slug").Change("a-slug");
        page.WaitForAssertion(() => Assert.Equal("a-slug", page.Find("#field-slug").GetAttribute("value")));
    }

    [Fact]
    public async Task A_stored_secret_is_never_rendered()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Administrator);
        var source = await screens.AddSourceAsync("Shop", "shop", "this-stays-hidden-for-ever");

        var page = screens.Page.Render<SourceEdit>(p => p.Add(x => x.Id, source.Id));

        page.WaitForElement("#field-name");
        Assert.Contains("A secret is stored", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("this-stays-hidden", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain(source.ProtectedSecret!, page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_another_person_changed_meanwhile_is_not_overwritten()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Administrator);
        var source = await screens.AddSourceAsync("Shop", "shop");
        var page = screens.Page.Render<SourceEdit>(p => p.Add(x => x.Id, source.Id));
        page.WaitForElement("#field-name").Change("Mine");
        await screens.Sources.UpdateAsync(
            source.Id, source.Version, SourceDraft.From(source) with { Name = "Theirs" }, "bert@example.com", CancellationToken.None);

        page.Find("form").Submit();

        page.WaitForAssertion(() => Assert.Contains("bert@example.com changed this", page.Find(".form-summary").TextContent, StringComparison.Ordinal));
        Assert.Equal("Theirs", (await screens.Sources.GetAsync(source.Id, CancellationToken.None))!.Name);
    }

    [Fact]
    public async Task A_saved_source_is_in_the_store()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Administrator);
        var page = screens.Page.Render<SourceEdit>();
        page.WaitForElement("#field-name").Change("Shop");
        page.Find("#field-slug").Change("shop");
        page.Find("#field-clientId").Change("0123456789abcdef");

        page.Find("form").Submit();

        page.WaitForAssertion(() => Assert.EndsWith("/sources", screens.Page.Services.GetService<Microsoft.AspNetCore.Components.NavigationManager>()!.Uri, StringComparison.Ordinal));
        Assert.Equal("Shop", Assert.Single(await screens.Sources.ListAsync(CancellationToken.None)).Name);
    }
}
