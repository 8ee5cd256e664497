using CommerceEventConsole.Engine.Storage;
using Microsoft.Extensions.Logging;

namespace CommerceEventConsole.Engine.Jobs.Runs;

/// <summary>Passes a run's log on, and keeps its lines for the store: never more of them than the store is to hold.</summary>
internal sealed class RunLog(ILogger inner, TimeProvider time, int limit) : ILogger
{
    private readonly Lock _lock = new();
    private readonly Queue<JobLogLine> _waiting = new();
    private int _count;

    /// <summary>Lines at the beginning that stay, however long the log grows; as many of its end do.</summary>
    public int Half => limit / 2;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => inner.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information || inner.IsEnabled(logLevel);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (inner.IsEnabled(logLevel))
            inner.Log(logLevel, eventId, state, exception, formatter);
        if (logLevel is LogLevel.None or < LogLevel.Information)
            return;
        var text = formatter(state, exception);
        if (exception is not null)
            text = $"{text} {exception.GetType().Name}: {exception.Message}";
        Keep(logLevel, text);
    }

    /// <summary>Takes the lines that were written since the last call, for the store.</summary>
    public List<JobLogLine> Take(long runId)
    {
        lock (_lock)
        {
            var lines = _waiting.ToList();
            _waiting.Clear();
            lines.ForEach(l => l.RunId = runId);
            return lines;
        }
    }

    private void Keep(LogLevel level, string text)
    {
        lock (_lock)
        {
            if (_waiting.Count >= limit)
                Drop();
            _waiting.Enqueue(new JobLogLine
            {
                Number = ++_count,
                At = time.Now(),
                Level = (byte)level,
                Text = text[..Math.Min(text.Length, JobModel.MaxText)],
            });
        }
    }

    // The oldest beyond the beginning of the log. Lines come faster than they are stored: rare, and then a walk costs little beside them.
    private void Drop()
    {
        var kept = _waiting.Where(l => l.Number <= Half).Concat(_waiting.Where(l => l.Number > Half).Skip(1)).ToList();
        _waiting.Clear();
        kept.ForEach(_waiting.Enqueue);
    }
}
