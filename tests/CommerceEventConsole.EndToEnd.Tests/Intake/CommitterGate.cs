using System.Collections.Concurrent;
using CommerceEventConsole.EndToEnd.Tests.Processes;
using CommerceEventConsole.Engine.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CommerceEventConsole.EndToEnd.Tests.Intake;

/// <summary>The real committer behind a gate: it can be kept waiting or made to fail, and what each transaction held is noted.</summary>
public sealed class CommitterGate(IBatchCommitter inner) : IBatchCommitter
{
    private TaskCompletionSource? _held;
    private TaskCompletionSource _waiting = New();

    /// <summary>What the next commits fail with; null lets them through.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Event ids and rejected items of each transaction that was committed.</summary>
    public ConcurrentQueue<(IReadOnlyList<string> Events, int Rejected)> Transactions { get; } = new();

    /// <summary>Ends when a commit waits at the gate.</summary>
    public Task Waiting => Until.EndedAsync("a commit waits at the gate", _waiting.Task);

    public static void Install(IServiceCollection services)
    {
        var real = services.Single(s => s.ServiceType == typeof(IBatchCommitter)).ImplementationFactory!;
        services.RemoveAll<IBatchCommitter>();
        services.AddSingleton<IBatchCommitter>(p => new CommitterGate((IBatchCommitter)real(p)));
    }

    public void Hold()
    {
        _waiting = New();
        _held = New();
    }

    public void Release() => Interlocked.Exchange(ref _held, null)?.SetResult();

    public async Task CommitAsync(WriteBatch batch, CancellationToken cancellationToken)
    {
        if (_held is { } held)
        {
            _waiting.TrySetResult();
            await held.Task.WaitAsync(cancellationToken);
        }

        if (Failure is { } failure)
            throw failure;
        await inner.CommitAsync(batch, cancellationToken);
        Transactions.Enqueue(([.. batch.Events.Select(e => e.Row.EventId)], batch.Rejected.Count));
    }

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
