using Bunit;
using CommerceEventConsole.Components.Failures;
using CommerceEventConsole.Engine.Deliveries;
using Microsoft.Extensions.DependencyInjection;
using Radzen;

namespace CommerceEventConsole.Console.Tests.Failures;

public sealed class BulkDialogTests : BunitContext
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private Task<BulkOutcome?> _closed = Task.FromResult<BulkOutcome?>(null);
    private readonly TaskCompletionSource _go = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public BulkDialogTests()
    {
        Services.AddLogging();
        Services.AddRadzenComponents();
        JSInterop.Mode = JSRuntimeMode.Loose;
    }

    [Fact]
    public async Task Nothing_is_done_before_it_is_confirmed()
    {
        var dialog = Open((_, _) => throw new InvalidOperationException());

        Assert.Contains("1,200 deliveries will go.", dialog.Markup, StringComparison.Ordinal);
        dialog.FindAll("button")[1].Click();

        Assert.Null(await ClosedAsync());
    }

    [Fact]
    public async Task It_tells_how_far_it_is_and_ends_with_what_was_done()
    {
        var dialog = Open(async (progress, token) =>
        {
            progress.Report(Changed(500));
            await _go.Task.WaitAsync(token);
            return Changed(1_200);
        });

        dialog.FindAll("button")[0].Click();
        dialog.WaitForAssertion(() => Assert.Equal("500", dialog.Find("progress").GetAttribute("value")), Patience);
        Assert.Equal("1200", dialog.Find("progress").GetAttribute("max"));
        Assert.False(_closed.IsCompleted);
        _go.SetResult();

        var outcome = await ClosedAsync();
        Assert.Equal((1_200, false), (outcome!.Result!.Changed, outcome.IsStopped));
    }

    [Fact]
    public async Task It_is_stopped_and_says_what_was_done_by_then()
    {
        var dialog = Open(async (progress, token) =>
        {
            progress.Report(Changed(500));
            await _go.Task.WaitAsync(token);
            return Changed(1_200);
        });
        dialog.FindAll("button")[0].Click();
        dialog.WaitForElement("progress", Patience);
        dialog.WaitForAssertion(() => Assert.Equal("500", dialog.Find("progress").GetAttribute("value")), Patience);

        dialog.Find("button").Click();

        var outcome = await ClosedAsync();
        Assert.Equal((500, true), (outcome!.Result!.Changed, outcome.IsStopped));
    }

    [Fact]
    public async Task A_failure_says_what_stays_done()
    {
        var dialog = Open((progress, _) =>
        {
            progress.Report(Changed(500));
            throw new InvalidOperationException("The store is gone.");
        });

        dialog.FindAll("button")[0].Click();

        dialog.WaitForAssertion(() => Assert.Contains("500 deliveries were done", dialog.Find("[role=alert]").TextContent, StringComparison.Ordinal), Patience);
        dialog.Find("button").Click();
        Assert.Equal(500, (await ClosedAsync())!.Result!.Changed);
    }

    private static DeliveryActionResult Changed(int count) => new(count, new Dictionary<string, int>(StringComparer.Ordinal));

    private Task<BulkOutcome?> ClosedAsync() => _closed.WaitAsync(Patience, Xunit.TestContext.Current.CancellationToken);

    // Opened by the service and drawn by itself: what draws it in the app is Radzen's.
    private IRenderedComponent<BulkDialog> Open(BulkWork work)
    {
        const string question = "1,200 deliveries will go.";
        _closed = BulkDialog.OpenAsync(Services.GetRequiredService<DialogService>(), "Dismiss?", question, "Dismiss 1,200 deliveries", 1_200, work);
        return Render<BulkDialog>(p => p
            .Add(d => d.Question, question)
            .Add(d => d.Action, "Dismiss 1,200 deliveries")
            .Add(d => d.Total, 1_200)
            .Add(d => d.Work, work));
    }
}
