namespace CommerceEventConsole.Db.Sqlite;

/// <summary>
/// A thread of its own for the writer's calls into SQLite. A flush to disk blocks whoever asks for it; were that a thread of the pool, on
/// a small machine half of the pool would stand still with every commit.
/// </summary>
internal sealed class WriterThread : IDisposable
{
    // A monitor waits without spinning: the processor is for those who prepare the next commit.
    private readonly object _gate = new();
    private readonly Queue<(Action Work, TaskCompletionSource Done)> _queue = new();
    private readonly Thread _thread;
    private bool _isClosed;

    public WriterThread()
    {
        _thread = new Thread(Run) { IsBackground = true, Name = "SQLite writer" };
        _thread.Start();
    }

    /// <summary>Runs <paramref name="work"/> on the thread, after what was asked for before; the task ends as it does.</summary>
    public Task RunAsync(Action work)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            _queue.Enqueue((work, done));
            Monitor.Pulse(_gate);
        }

        return done.Task;
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

    private void Run()
    {
        while (Take() is var (work, done))
        {
            try
            {
                work();
                done.SetResult();
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        }
    }

    private (Action Work, TaskCompletionSource Done)? Take()
    {
        lock (_gate)
        {
            while (_queue.Count == 0)
            {
                if (_isClosed)
                    return null;
                Monitor.Wait(_gate);
            }

            return _queue.Dequeue();
        }
    }
}
