using Microsoft.AspNetCore.Components.Server.Circuits;

namespace CommerceEventConsole.Components.Shell;

/// <summary>
/// Takes whatever a browser sends in the order in which it came, also its word that it has drawn something.
/// </summary>
/// <remarks>
/// The renderer forgets the handlers of what was replaced once the browser has drawn the replacement. The framework takes that word
/// beside the screen's own queue: on a busy machine it overtakes what was typed or ticked before it, which then finds its handler gone
/// and is refused, so that the page shows a tick or letters that the server never got. Waiting in the same queue, it overtakes nothing.
/// </remarks>
public sealed class InboundOrder : CircuitHandler
{
    private SynchronizationContext? _queue;

    /// <inheritdoc />
    public override Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        // The framework calls this as part of the screen's own work.
        _queue = SynchronizationContext.Current;
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(Func<CircuitInboundActivityContext, Task> next) =>
        context => _queue is { } queue ? InTurnAsync(queue, () => next(context)) : next(context);

    private static Task InTurnAsync(SynchronizationContext queue, Func<Task> work)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        queue.Post(_ => _ = RunAsync(work, done), null);
        return done.Task;
    }

    private static async Task RunAsync(Func<Task> work, TaskCompletionSource done)
    {
        try
        {
            await work().ConfigureAwait(false);
            done.SetResult();
        }
        catch (OperationCanceledException e)
        {
            done.SetCanceled(e.CancellationToken);
        }
        catch (Exception e)
        {
            done.SetException(e);
        }
    }
}
