using Bunit;
using CommerceEventConsole.Components.Failures;
using CommerceEventConsole.Console.Tests.Events;
using CommerceEventConsole.Engine.Deliveries;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Radzen;

namespace CommerceEventConsole.Console.Tests.Failures;

/// <summary>Dismissed and superseded deliveries: the undo, the tabs and the way back.</summary>
public sealed class ArchiveTests : EventScreens
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_dismissal_is_asked_for_with_its_count_and_undone_with_one_click()
    {
        await OrderAsync("1", DeliveryState.Failed);
        await OrderAsync("2", DeliveryState.Failed);
        string? asked = null;
        Dialogs.OnOpen += (title, _, _, _) => asked = title;
        var page = Open(DeliveryState.Failed);
        await SelectAllAsync(page);

        Button(page, "Dismiss selected").Click();
        page.WaitForAssertion(() => Assert.Equal("Dismiss?", asked), Patience);
        Assert.Equal(2, await CountAsync(DeliveryState.Failed));
        await page.InvokeAsync(() => Dialogs.Close(true));

        page.WaitForAssertion(() => Assert.Contains("2 deliveries dismissed", page.Find(".undo-notice").TextContent, StringComparison.Ordinal), Patience);
        Assert.Equal(2, await CountAsync(DeliveryState.Dismissed));
        page.Find(".undo-notice .rz-button").Click();

        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("tbody tr").Count), Patience);
        Assert.Empty(page.FindAll(".undo-notice"));
        Assert.Equal(2, await CountAsync(DeliveryState.Failed));
    }

    [Fact]
    public async Task A_dismissal_that_was_thought_better_of_changes_nothing()
    {
        await OrderAsync("1", DeliveryState.Failed);
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Dialogs.OnOpen += (_, _, _, _) => asked.TrySetResult();
        var page = Open(DeliveryState.Failed);
        await SelectAllAsync(page);

        Button(page, "Dismiss selected").Click();
        await asked.Task.WaitAsync(Patience, Token);
        await page.InvokeAsync(() => Dialogs.Close(false));

        page.WaitForAssertion(() => Assert.Contains("1 selected", page.Markup, StringComparison.Ordinal), Patience);
        Assert.Empty(page.FindAll(".undo-notice"));
        Assert.Equal(1, await CountAsync(DeliveryState.Failed));
    }

    [Fact]
    public async Task The_toast_undoes_too()
    {
        await OrderAsync("1", DeliveryState.Failed);
        var result = await Services.GetRequiredService<DeliveryActions>().DismissAsync([1], "anna", Token);

        var toast = Render<UndoButton>(p => p.Add(b => b.DismissalId, result.DismissalId!.Value));
        toast.Find("button").Click();

        toast.WaitForAssertion(() => Assert.Contains("1 delivery restored", toast.Markup, StringComparison.Ordinal), Patience);
        Assert.Equal(1, await CountAsync(DeliveryState.Failed));
    }

    [Fact]
    public async Task The_tab_dismissed_says_who_and_restores_what_is_selected()
    {
        await OrderAsync("1", DeliveryState.Failed);
        await OrderAsync("2", DeliveryState.Failed);
        await Services.GetRequiredService<DeliveryActions>().DismissAsync([1, 2], "anna@example.test", Token);
        var page = Open(DeliveryState.Dismissed);
        Assert.Contains("Dismissed by anna@example.test", page.Find("tbody .why").TextContent, StringComparison.Ordinal);

        await page.Find("tbody input[type=checkbox]").ChangeAsync(new ChangeEventArgs { Value = true });
        Button(page, "Restore selected").Click();

        page.WaitForAssertion(() => Assert.Single(page.FindAll("tbody tr")), Patience);
        Assert.Equal((1, 1), (await CountAsync(DeliveryState.Failed), await CountAsync(DeliveryState.Dismissed)));
        page.Find("button[title=Restore]").Click();

        page.WaitForAssertion(() => Assert.Contains("Nothing is dismissed", page.Markup, StringComparison.Ordinal), Patience);
    }

    [Fact]
    public async Task A_superseded_delivery_is_replayed_and_one_that_was_edited_is_not_offered()
    {
        await OrderAsync("1", DeliveryState.Superseded);
        await OrderAsync("2", DeliveryState.Superseded);
        await using (var db = Db())
        {
            db.DeliveryEdits.Add(new() { DeliveryId = 77, OriginalId = 1, Body = [1], EditedBy = "anna", Reason = "Why" });
            await db.SaveChangesAsync(Token);
        }

        var page = Open(DeliveryState.Superseded);

        Assert.Equal(
            ["A newer version went instead", "An edited delivery goes in its place"],
            page.FindAll("tbody .why").Select(c => c.TextContent));
        Assert.Single(page.FindAll("tbody button[title=Replay]")).Click();
        page.WaitForAssertion(() => Assert.Single(page.FindAll("tbody tr")), Patience);
        Assert.Equal(1, await CountAsync(DeliveryState.Pending));
    }

    private DialogService Dialogs => Services.GetRequiredService<DialogService>();

    private static async Task SelectAllAsync(IRenderedComponent<FailuresPage> page) =>
        await page.Find("thead input[type=checkbox]").ChangeAsync(new ChangeEventArgs { Value = true });

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<FailuresPage> page, string text) =>
        page.FindAll(".bulk button").Single(b => b.TextContent.Contains(text, StringComparison.Ordinal));

    private IRenderedComponent<FailuresPage> Open(DeliveryState state)
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo($"failures?state={state}");
        var page = Render<FailuresPage>();
        page.WaitForElement("tbody tr", Patience);
        return page;
    }

    private async Task<int> CountAsync(DeliveryState state)
    {
        await using var db = Db();
        return await db.Deliveries.CountAsync(d => d.State == state, Token);
    }
}
