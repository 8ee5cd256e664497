namespace CommerceEventConsole.Benchmarks.Replay;

/// <summary>How the product is asked to send failed deliveries again: what stands between a person's click and the queue.</summary>
internal interface IReplayCall : IAsyncDisposable
{
    /// <summary>What it is, for the table.</summary>
    string Name { get; }

    /// <summary>Counts what would be sent again: all failed deliveries.</summary>
    Task<long> EstimateAsync(CancellationToken cancellationToken);

    /// <summary>The click that confirms. What it sets off goes on after it returns.</summary>
    Task ConfirmAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Once all is sent: how long the product did not know of the click, because it came from beside its process. In the product's own
    /// pages that takes no time.
    /// </summary>
    Task<TimeSpan> UnnoticedAsync(CancellationToken cancellationToken);
}
