using Bunit;
using CommerceEventConsole.Components.Subscriptions;
using CommerceEventConsole.Console.Tests.Overview;
using CommerceEventConsole.Engine.Access;
using CommerceEventConsole.Engine.Subscriptions;
using CommerceEventConsole.Engine.Subscriptions.Matching;

namespace CommerceEventConsole.Console.Tests.Subscriptions;

/// <summary>The text form and the form to click say the same.</summary>
public sealed class TextFormTests
{
    private static readonly Rule Processing = new("state", RuleOperator.Equal, "processing");

    [Fact]
    public async Task What_is_clicked_stands_in_the_text()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Operator);
        var page = await OpenAsync(screens, ["increment_id"], [Processing]);

        await page.Find("[data-path='grand_total'] .tick").PressAsync();
        await page.Find("#field-rules-0--value").SetAsync("complete");
        await page.ClickAsync("As text");

        Assert.Equal("state equal complete\n\nincrement_id\ngrand_total", page.Find("#field-text").GetAttribute("value"));
    }

    [Fact]
    public async Task What_is_written_is_ticked_and_stands_in_the_rows()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Operator);
        var page = await OpenAsync(screens, ["increment_id"], []);

        await page.ClickAsync("As text");
        await page.Find("#field-text").TypeAsync("grand_total greaterThan 100\nstate onChange\nitems[].sku\nbrand");
        await page.ClickAsync("As a form");

        Assert.Equal(["grand_total", "state"], page.FindAll(".rule input").Where((_, i) => i % 2 == 0).Select(i => i.GetAttribute("value")));
        Assert.Equal("true", page.Find("[data-path='items[].sku']").GetAttribute("aria-checked"));
        Assert.Equal("false", page.Find("[data-path='increment_id']").GetAttribute("aria-checked"));
        Assert.Equal("not seen yet", page.Find("[data-path='brand'] .kind").TextContent);
    }

    [Fact]
    public async Task A_text_is_kept_as_it_was_written_while_it_says_the_same()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Operator);
        var page = await OpenAsync(screens, [], []);
        const string Written = "# what the ERP needs\n\nsku\n\nstate   EQUAL  new";

        await page.ClickAsync("As text");
        await page.Find("#field-text").TypeAsync(Written);
        await page.ClickAsync("As a form");
        await page.ClickAsync("As text");

        Assert.Equal(Written, page.Find("#field-text").GetAttribute("value"));
    }

    [Fact]
    public async Task A_line_that_cannot_be_read_is_marked_and_not_saved()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Operator);
        var page = await OpenAsync(screens, ["increment_id"], [Processing]);

        await page.ClickAsync("As text");
        await page.Find("#field-text").TypeAsync("sku\nstate is processing");
        Assert.Equal("2", page.Find(".text-gutter .text-bad").TextContent);
        Assert.Contains("Line 2: “is” is no comparison", page.Find("#text-problems").TextContent, StringComparison.Ordinal);
        await page.ClickAsync("As a form");
        await page.Find("form").SubmitAsync();

        page.WaitForElement("#field-text");
        var stored = Assert.Single(await screens.Subscriptions.ListAsync(Xunit.TestContext.Current.CancellationToken));
        Assert.Null(stored.Draft());
    }

    [Fact]
    public async Task A_text_is_saved_as_the_draft()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Operator);
        var page = await OpenAsync(screens, ["increment_id"], []);

        await page.ClickAsync("As text");
        await page.Find("#field-text").TypeAsync("state equal processing\nitems[].sku");
        await page.Find("form").SubmitAsync();

        page.WaitForAssertion(() => Assert.Contains("with a draft", page.Find(".draft-banner h2").TextContent, StringComparison.Ordinal));
        var draft = SubscriptionDraft.WorkingCopy(Assert.Single(await screens.Subscriptions.ListAsync(Xunit.TestContext.Current.CancellationToken)));
        Assert.Equal(["items[].sku"], draft.Fields);
        Assert.Equal([Processing], draft.Rules);
    }

    private static async Task<IRenderedComponent<SubscriptionEdit>> OpenAsync(Screens screens, IReadOnlyList<string> fields, IReadOnlyList<Rule> rules)
    {
        var subscription = await screens.AddSubscriptionAsync("Orders", fields, rules);
        var page = screens.Page.Render<SubscriptionEdit>(p => p.Add(x => x.Id, subscription.Id));
        page.WaitForElement("[role=tree]");
        return page;
    }
}
