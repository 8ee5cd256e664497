using Bunit;
using CommerceEventConsole.Components.Subscriptions.History;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceEventConsole.Console.Tests.Subscriptions.History;

public sealed class RunPanelTests : BunitContext
{
    public RunPanelTests()
    {
        Services.AddLogging();
        Services.AddSingleton(TimeProvider.System);
    }

    [Fact]
    public async Task What_runs_shows_how_far_it_is()
    {
        var panel = Render<Panel>();
        _ = panel.InvokeAsync(panel.Instance.BeginAsync);
        await panel.Instance.Begun.Task.WaitAsync(Xunit.TestContext.Current.CancellationToken);

        panel.Instance.Report!.Report("half");

        panel.WaitForAssertion(() => Assert.Equal("running half", panel.Markup));
        await panel.InvokeAsync(panel.Instance.EndAsync);
    }

    [Fact]
    public async Task What_is_cancelled_ends_and_keeps_how_far_it_was()
    {
        var panel = Render<Panel>();
        _ = panel.InvokeAsync(panel.Instance.BeginAsync);
        await panel.Instance.Begun.Task.WaitAsync(Xunit.TestContext.Current.CancellationToken);
        panel.Instance.Report!.Report("half");

        await panel.InvokeAsync(panel.Instance.EndAsync);

        panel.WaitForAssertion(() => Assert.Equal("stopped half", panel.Markup));
    }

    [Fact]
    public async Task What_breaks_off_says_so_and_can_be_tried_again()
    {
        var panel = Render<Panel>();
        await panel.InvokeAsync(panel.Instance.BreakAsync);
        panel.WaitForAssertion(() => Assert.Equal("failed ", panel.Markup));

        _ = panel.InvokeAsync(panel.Instance.BeginAsync);

        panel.WaitForAssertion(() => Assert.Equal("running ", panel.Markup));
        await panel.InvokeAsync(panel.Instance.EndAsync);
    }

    [Fact]
    public async Task Leaving_the_page_ends_it()
    {
        var panel = Render<Panel>();
        _ = panel.InvokeAsync(panel.Instance.BeginAsync);
        await panel.Instance.Begun.Task.WaitAsync(Xunit.TestContext.Current.CancellationToken);
        var instance = panel.Instance;

        await DisposeComponentsAsync();

        await instance.Ended.Task.WaitAsync(Xunit.TestContext.Current.CancellationToken);
    }

    private sealed class Panel : RunPanel<string>
    {
        public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public IProgress<string>? Report { get; private set; }

        public Task BeginAsync() => RunAsync(async (progress, cancellationToken) =>
        {
            Report = progress;
            Begun.TrySetResult();
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            }
            finally
            {
                Ended.TrySetResult();
            }
        });

        public Task BreakAsync() => RunAsync((_, _) => throw new InvalidOperationException("The store is gone."));

        public Task EndAsync() => StopAsync();

        protected override void BuildRenderTree(RenderTreeBuilder builder) => builder.AddContent(
            0, $"{(IsRunning ? "running" : WasStopped ? "stopped" : HasFailed ? "failed" : "idle")} {Progress}");
    }
}
