using System.Diagnostics.CodeAnalysis;

namespace CommerceEventConsole.Db.Sqlite;

/// <summary>
/// A thread of its own for the writer's calls into SQLite. A flush to disk blocks whoever asks for it; were that a thread of the pool, on
/// a small machine half of the pool would stand still with every commit. As a scheduler it also runs the loop that gathers what is
/// committed, so that nobody else has to be woken between two commits.
/// </summary>
internal sealed class WriterThread : TaskScheduler, IDisposable
{
    // A monitor waits without spinning: the processor is for those who prepare the next commit.
    private readonly object _gate = new();
    private readonly Queue<Task> _queue = new();
    private readonly Thread _thread;
    private bool _isClosed;

    /// <summary>Starts it.</summary>
    /// <param name="name">What debuggers call it.</param>
    public WriterThread(string name)
    {
        _thread = new Thread(Run) { IsBackground = true, Name = name };
        _thread.Start();
    }

    /// <inheritdoc />
    public override int MaximumConcurrencyLevel => 1;

    /// <summary>Runs <paramref name="work"/> on the thread: at once where this is the thread, else after what was asked for before.</summary>
    public Task RunAsync(Action work)
    {
        var task = new Task(work, TaskCreationOptions.DenyChildAttach | TaskCreationOptions.RunContinuationsAsynchronously);
        if (Thread.CurrentThread == _thread)
            task.RunSynchronously(this);
        else
            task.Start(this);
        return task;
    }

    /// <summary>Finishes what is queued, then ends the thread.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isClosed = true;
            Monitor.Pulse(_gate);
        }

        _thread.Join();
    }

    /// <inheritdoc />
    protected override void QueueTask(Task task)
    {
        lock (_gate)
        {
            if (!_isClosed)
            {
                _queue.Enqueue(task);
                Monitor.Pulse(_gate);
                return;
            }
        }

        // Who comes after the end finds the store closed, on whichever thread.
        ThreadPool.UnsafeQueueUserWorkItem(static late => late.Scheduler.TryExecuteTask(late.Task), (Scheduler: this, Task: task), preferLocal: false);
    }

    /// <inheritdoc />
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && Thread.CurrentThread == _thread && TryExecuteTask(task);

    /// <inheritdoc />
    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (_gate)
            return [.. _queue];
    }

    private void Run()
    {
        while (TryTake(out var task))
            TryExecuteTask(task);
    }

    private bool TryTake([NotNullWhen(true)] out Task? task)
    {
        lock (_gate)
        {
            while (_queue.Count == 0)
            {
                if (_isClosed)
                {
                    task = null;
                    return false;
                }

                Monitor.Wait(_gate);
            }

            task = _queue.Dequeue();
            return true;
        }
    }
}
