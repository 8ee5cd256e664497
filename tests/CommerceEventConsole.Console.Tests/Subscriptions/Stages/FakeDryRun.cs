using CommerceEventConsole.Engine.Subscriptions.Stages;

namespace CommerceEventConsole.Console.Tests.Subscriptions.Stages;

/// <summary>Answers what a test says, at once or when the test says so.</summary>
internal sealed class FakeDryRun : IStageDryRun
{
    public TaskCompletionSource<DryRunReport>? Held { get; set; }

    public DryRunReport Report { get; set; } = new([]);

    public Exception? Failure { get; set; }

    public List<DryRunRequest> Requests { get; } = [];

    public bool WasCancelled { get; private set; }

    public async Task<DryRunReport> RunAsync(DryRunRequest request, CancellationToken cancellationToken)
    {
        Requests.Add(request);
        if (Failure is not null)
            throw Failure;
        try
        {
            return Held is null ? Report : await Held.Task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            WasCancelled = true;
            throw;
        }
    }
}
