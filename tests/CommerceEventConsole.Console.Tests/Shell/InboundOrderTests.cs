using CommerceEventConsole.Components.Shell;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace CommerceEventConsole.Console.Tests.Shell;

/// <summary>What a browser sends is taken in the order in which it came, with the renderer's own dispatcher.</summary>
public sealed class InboundOrderTests
{
    // The handler looks at neither of the two, and only the framework can make them.
    private static readonly Circuit NoCircuit = null!;
    private static readonly CircuitInboundActivityContext NoContext = null!;

    private readonly Dispatcher _screen = Dispatcher.CreateDefault();
    private readonly List<string> _taken = [];

    [Fact]
    public async Task That_something_was_drawn_waits_behind_what_was_typed_before_it()
    {
        var handler = await OpenAsync();
        using var release = new ManualResetEventSlim();
        var isBusy = new TaskCompletionSource();
        var drawing = Task.Run(() => _screen.InvokeAsync(() =>
        {
            isBusy.SetResult();
            release.Wait(TestContext.Current.CancellationToken);
        }), TestContext.Current.CancellationToken);
        await isBusy.Task;

        // An event goes to the screen's queue by itself, the word of what was drawn does not.
        var typed = Send(handler, () => _screen.InvokeAsync(() => _taken.Add("typed")));
        var drawn = Send(handler, () =>
        {
            _taken.Add("drawn");
            return Task.CompletedTask;
        });
        Assert.Empty(_taken);
        release.Set();
        await Task.WhenAll(drawing, typed, drawn).WaitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["typed", "drawn"], _taken);
    }

    [Fact]
    public async Task What_goes_wrong_is_told_to_whoever_waits()
    {
        var handler = await OpenAsync();

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => Send(handler, () => throw new InvalidOperationException("No such handler.")));

        Assert.Equal("No such handler.", thrown.Message);
    }

    [Fact]
    public async Task Before_the_screen_is_there_nothing_waits()
    {
        var handler = new InboundOrder();

        await Send(handler, () =>
        {
            _taken.Add("begun");
            return Task.CompletedTask;
        });

        Assert.Equal(["begun"], _taken);
    }

    private async Task<InboundOrder> OpenAsync()
    {
        var handler = new InboundOrder();
        await _screen.InvokeAsync(() => handler.OnCircuitOpenedAsync(NoCircuit, TestContext.Current.CancellationToken));
        return handler;
    }

    private static Task Send(InboundOrder handler, Func<Task> work) => handler.CreateInboundActivityHandler(_ => work())(NoContext);
}
