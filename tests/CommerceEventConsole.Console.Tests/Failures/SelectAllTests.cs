using Bunit;
using CommerceEventConsole.Components.Failures;
using CommerceEventConsole.Components.Replays;
using CommerceEventConsole.Console.Tests.Events;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Replays;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Radzen;

namespace CommerceEventConsole.Console.Tests.Failures;

public sealed class SelectAllTests : EventScreens
{
    private const int More = 55;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Where_all_are_on_one_page_nothing_more_is_offered()
    {
        await OrderAsync("1", DeliveryState.Failed);
        var page = Open();

        await CheckAsync(page, "thead input[type=checkbox]", true);

        Assert.Empty(page.FindAll(".select-all"));
    }

    [Fact]
    public async Task After_the_page_all_that_match_are_offered_with_their_number_and_dismissed()
    {
        await FailAsync();
        IReadOnlyDictionary<string, object?>? asked = null;
        Dialogs.OnOpen += (_, _, parameters, _) => asked = parameters;
        var page = Open();

        await CheckAsync(page, "thead input[type=checkbox]", true);
        Assert.Contains("All 50 on this page are selected", page.Find(".select-all").TextContent, StringComparison.Ordinal);
        page.Find(".select-all button").Click();
        page.WaitForAssertion(() => Assert.Contains("All 55 matching are selected", page.Find(".select-all").TextContent, StringComparison.Ordinal), Patience);
        Assert.Contains("55 selected", page.Markup, StringComparison.Ordinal);
        page.FindAll(".bulk button").Single(b => b.TextContent.Contains("Dismiss", StringComparison.Ordinal)).Click();
        page.WaitForAssertion(() => Assert.NotNull(asked), Patience);

        Assert.Contains("55 deliveries will not be sent any more", (string)asked![nameof(BulkDialog.Question)]!, StringComparison.Ordinal);
        var dialog = Render<BulkDialog>(p => p
            .Add(d => d.Question, (string)asked[nameof(BulkDialog.Question)]!)
            .Add(d => d.Action, (string)asked[nameof(BulkDialog.Action)]!)
            .Add(d => d.Total, (int)asked[nameof(BulkDialog.Total)]!)
            .Add(d => d.Work, (BulkWork)asked[nameof(BulkDialog.Work)]!));
        dialog.Find("button").Click();

        page.WaitForAssertion(() => Assert.Contains("55 deliveries dismissed", page.Find(".undo-notice").TextContent, StringComparison.Ordinal), Patience);
        await using var db = Db();
        Assert.Equal(More, await db.Deliveries.CountAsync(d => d.State == DeliveryState.Dismissed, Token));
    }

    [Fact]
    public async Task All_that_match_are_replayed_by_the_dialog_of_replays()
    {
        await FailAsync();
        IReadOnlyDictionary<string, object?>? asked = null;
        Dialogs.OnOpen += (_, type, parameters, _) => asked = type == typeof(ReplayDialog) ? parameters : null;
        var page = Open();
        await CheckAsync(page, "thead input[type=checkbox]", true);
        page.Find(".select-all button").Click();
        page.WaitForAssertion(() => Assert.Contains("55 selected", page.Markup, StringComparison.Ordinal), Patience);

        page.FindAll(".bulk button").Single(b => b.TextContent.Contains("Replay", StringComparison.Ordinal)).Click();

        page.WaitForAssertion(() => Assert.NotNull(asked), Patience);
        var scope = Assert.IsType<DeliveryScope>(asked![nameof(ReplayDialog.Scope)]);
        Assert.Equal([DeliveryState.Failed], scope.States);
        Assert.NotNull(scope.UpToId);
    }

    [Fact]
    public async Task All_that_match_is_counted_with_the_filter_and_without_what_fails_later()
    {
        await FailAsync();
        await AddAsync(ProductSaved, """{"sku":"A"}""", DeliveryState.Failed);
        var page = Open($"&type={OrderSaved}");
        await CheckAsync(page, "thead input[type=checkbox]", true);

        page.Find(".select-all button").Click();

        page.WaitForAssertion(() => Assert.Contains("All 55 matching are selected", page.Find(".select-all").TextContent, StringComparison.Ordinal), Patience);
        await OrderAsync("later", DeliveryState.Failed);
        page.WaitForAssertion(() => Assert.Contains(">57<", page.Find(".tab-count").OuterHtml, StringComparison.Ordinal), Patience);
        Assert.Contains("55 selected", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Taking_one_out_leaves_the_rest_of_the_page()
    {
        await FailAsync();
        var page = Open();
        await CheckAsync(page, "thead input[type=checkbox]", true);
        page.Find(".select-all button").Click();
        page.WaitForAssertion(() => Assert.Contains("55 selected", page.Markup, StringComparison.Ordinal), Patience);

        await CheckAsync(page, "tbody input[type=checkbox]", false);

        Assert.Contains("49 selected", page.Markup, StringComparison.Ordinal);
        Assert.Empty(page.FindAll(".select-all"));
    }

    [Fact]
    public async Task The_selection_is_cleared_with_one_click()
    {
        await FailAsync();
        var page = Open();
        await CheckAsync(page, "thead input[type=checkbox]", true);
        page.Find(".select-all button").Click();
        page.WaitForAssertion(() => Assert.Contains("55 selected", page.Markup, StringComparison.Ordinal), Patience);

        page.Find(".select-all button").Click();

        Assert.DoesNotContain("selected.", page.Markup, StringComparison.Ordinal);
        Assert.All(page.FindAll(".bulk button"), b => Assert.True(b.HasAttribute("disabled")));
    }

    private DialogService Dialogs => Services.GetRequiredService<DialogService>();

    private static Task CheckAsync(IRenderedComponent<FailuresPage> page, string selector, bool value) =>
        page.Find(selector).ChangeAsync(new ChangeEventArgs { Value = value });

    private async Task FailAsync()
    {
        for (var i = 0; i < More; i++)
            await OrderAsync($"{i}", DeliveryState.Failed);
    }

    private IRenderedComponent<FailuresPage> Open(string filter = "")
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo("failures?state=failed" + filter);
        var page = Render<FailuresPage>();
        page.WaitForElement("tbody tr", Patience);
        return page;
    }
}
