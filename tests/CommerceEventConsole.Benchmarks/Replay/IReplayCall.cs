namespace CommerceEventConsole.Benchmarks.Replay;

/// <summary>How the product is asked to send failed deliveries again: what stands between a person's click and the queue.</summary>
internal interface IReplayCall : IAsyncDisposable
{
    /// <summary>What it is, for the table.</summary>
    string Name { get; }

    /// <summary>Counts what would be sent again: all failed deliveries.</summary>
    Task<long> EstimateAsync(CancellationToken cancellationToken);

    /// <summary>The click that confirms. What it sets off may go on after it returns.</summary>
    Task ConfirmAsync(CancellationToken cancellationToken);
}
