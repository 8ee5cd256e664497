namespace CommerceEventConsole.Engine.Jobs.Retention;

/// <summary>What one batch came to.</summary>
/// <param name="Removed">Rows removed.</param>
/// <param name="Next">The key after which the next batch begins; null at the end of what is old.</param>
/// <param name="Kept">Rows that are old enough but have to stay.</param>
internal readonly record struct SweepStep(long Removed, long? Next, int Kept = 0)
{
    public static SweepStep End => default;
}

/// <summary>Removes old rows of one table, in order of its key.</summary>
internal interface ISweep
{
    /// <summary>What it removes, in words.</summary>
    string What { get; }

    /// <summary>Removes what is old among the next rows, all or none of it.</summary>
    /// <param name="after">Looks at keys above this one.</param>
    /// <param name="before">What is not older than this stays.</param>
    /// <param name="batchSize">Rows to look at, at most.</param>
    /// <param name="cancellationToken">Gives the batch up.</param>
    Task<SweepStep> StepAsync(long after, DateTimeOffset before, int batchSize, CancellationToken cancellationToken);
}
