using System.Text.Json;
using AngleSharp.Dom;
using Bunit;
using CommerceEventConsole.Components.Replays;
using CommerceEventConsole.Console.Tests.Subscriptions.History;
using CommerceEventConsole.Engine.Access;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Replays;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceEventConsole.Console.Tests.Replays;

public sealed class ReplayDialogTests
{
    [Fact]
    public async Task It_says_how_many_would_go_and_what_is_left_out_and_why()
    {
        await using var screens = await HistoryScreens.OpenAsync(ConsoleRoles.Operator);
        await screens.AddDeliveriesAsync(
            DeliveryState.Failed, DeliveryState.Retrying, DeliveryState.Delivered, DeliveryState.Held, DeliveryState.Dismissed, DeliveryState.Sending);

        var dialog = Open(screens, DeliveryScope.Since(1));

        UntilCounted(dialog);
        Assert.Contains("2 of 6 deliveries would be sent.", dialog.Markup, StringComparison.Ordinal);
        var left = dialog.FindAll(".replay-left li").Select(l => l.TextContent);
        Assert.Equal(
            ["1 arrived already", "1 held: sent by themselves as soon as the destination is back", "1 being sent now", "1 dismissed"], left);
        Assert.Contains("Replay 2 deliveries", Start(dialog).TextContent, StringComparison.Ordinal);
        Assert.Equal([false, false, false, false, false], dialog.FindAll("input[type=checkbox]").Select(c => c.HasAttribute("checked")));
    }

    [Fact]
    public async Task What_is_chosen_counts_at_once()
    {
        await using var screens = await HistoryScreens.OpenAsync(ConsoleRoles.Operator);
        await screens.AddDeliveriesAsync(DeliveryState.Failed, DeliveryState.Delivered, DeliveryState.Delivered);
        var dialog = Open(screens, DeliveryScope.Since(1));
        UntilCounted(dialog);
        Assert.Contains("Replay 1 delivery", Start(dialog).TextContent, StringComparison.Ordinal);

        Check(dialog, "Also what has arrived").Change(true);

        dialog.WaitForAssertion(() => Assert.Contains("Replay 3 deliveries", Start(dialog).TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_starts_what_was_counted_as_chosen_and_shows_the_replay()
    {
        await using var screens = await HistoryScreens.OpenAsync(ConsoleRoles.Operator);
        var made = await screens.AddDeliveriesAsync(DeliveryState.Failed, DeliveryState.Failed);
        var dialog = Open(screens, DeliveryScope.Since(1));
        UntilCounted(dialog);
        Assert.Contains("Replay 2 deliveries", Start(dialog).TextContent, StringComparison.Ordinal);
        // Comes after it was counted.
        await screens.AddDeliveriesAsync(DeliveryState.Failed);

        Check(dialog, "Only the newest").Change(true);
        Check(dialog, "Begin with 1").Change(true);
        dialog.WaitForElement("input[max='100']").Change("25");
        dialog.Find($"input[max='{ResendOptions.MaxPerMinute}']").Change("600");
        dialog.Find("textarea").Change("The ERP is back.");
        Start(dialog).Click();

        dialog.WaitForAssertion(() => Assert.Contains("/replays/", Address(screens), StringComparison.Ordinal));
        var replay = (await screens.OnlyReplayAsync())!;
        Assert.EndsWith($"/replays/{replay.Id}", Address(screens), StringComparison.Ordinal);
        Assert.Equal((ReplayKind.Resend, "anna@example.com", "The ERP is back.", 2), (replay.Kind, replay.CreatedBy, replay.Reason, replay.Estimated));
        Assert.Equal(
            new ResendOptions { NewestOnly = true, Canary = true, MaxFailedPercent = 25, PerMinute = 600 },
            JsonSerializer.Deserialize<ResendOptions>(replay.Settings!));
        Assert.Equal(made[^1].Id, JsonSerializer.Deserialize<DeliveryScope>(replay.Scope!)!.UpToId);
    }

    [Fact]
    public async Task A_limit_that_makes_no_sense_is_refused_in_words()
    {
        await using var screens = await HistoryScreens.OpenAsync(ConsoleRoles.Operator);
        await screens.AddDeliveriesAsync(DeliveryState.Failed);
        var dialog = Open(screens, DeliveryScope.Since(1));

        UntilCounted(dialog);
        dialog.Find($"input[max='{ResendOptions.MaxPerMinute}']").Change("0");
        Start(dialog).Click();

        Assert.Contains("speed limit", dialog.WaitForElement("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Null(await screens.OnlyReplayAsync());
    }

    [Fact]
    public async Task Where_nothing_would_go_there_is_nothing_to_start()
    {
        await using var screens = await HistoryScreens.OpenAsync(ConsoleRoles.Operator);
        await screens.AddDeliveriesAsync(DeliveryState.Delivered);

        var dialog = Open(screens, DeliveryScope.Since(1));

        UntilCounted(dialog);
        Assert.Contains("None of 1 delivery would be sent.", dialog.Markup, StringComparison.Ordinal);
        Assert.True(Start(dialog).HasAttribute("disabled"));
    }

    private static IRenderedComponent<ReplayDialog> Open(HistoryScreens screens, DeliveryScope scope) =>
        screens.Screens.Page.Render<ReplayDialog>(p => p.Add(d => d.Scope, scope));

    // Until it has looked at everything it renders by itself, and what was found a moment ago is gone.
    private static void UntilCounted(IRenderedComponent<ReplayDialog> dialog) => dialog.WaitForAssertion(() =>
    {
        Assert.Empty(dialog.FindAll(".run"));
        Assert.NotEmpty(dialog.FindAll(".editor-actions button"));
    });

    private static IElement Start(IRenderedComponent<ReplayDialog> dialog) => dialog.Find(".editor-actions button");

    private static IElement Check(IRenderedComponent<ReplayDialog> dialog, string text) =>
        dialog.FindAll("label.check").First(l => l.TextContent.Contains(text, StringComparison.Ordinal)).QuerySelector("input")!;

    private static string Address(HistoryScreens screens) => screens.Screens.Page.Services.GetRequiredService<NavigationManager>().Uri;
}
