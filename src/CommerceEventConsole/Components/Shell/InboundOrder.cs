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
    private TaskScheduler? _screen;

    /// <inheritdoc />
    public override Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        // The framework calls this as part of the screen's own work.
        _screen = TaskScheduler.FromCurrentSynchronizationContext();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(Func<CircuitInboundActivityContext, Task> next) =>
        context => _screen is { } screen ? InTurnAsync(screen, () => next(context)) : next(context);

    // Hidden from what it runs, so that nothing a screen starts beside itself comes to this queue, too.
    private static Task InTurnAsync(TaskScheduler screen, Func<Task> work) => Task.Factory.StartNew(
        work, CancellationToken.None, TaskCreationOptions.DenyChildAttach | TaskCreationOptions.HideScheduler, screen).Unwrap();
}
