using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace CommerceEventConsole.Storage.Tests.Jobs;

/// <summary>A calendar that stands still over timers that run.</summary>
internal sealed class FixedTime(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}

/// <summary>Tells of every context before it is handed out.</summary>
internal sealed class WatchedFactory(IDbContextFactory<ConsoleDbContext> inner, Func<int, Task> watch) : IDbContextFactory<ConsoleDbContext>
{
    private int _calls;

    public ConsoleDbContext CreateDbContext() => inner.CreateDbContext();

    public async Task<ConsoleDbContext> CreateDbContextAsync(CancellationToken cancellationToken = default)
    {
        await watch(++_calls);
        return await inner.CreateDbContextAsync(cancellationToken);
    }
}

/// <summary>Cancels once EF Core has run so many statements.</summary>
internal sealed class CutAfter(int statements, CancellationTokenSource cut) : ILoggerProvider, ILogger
{
    private int _left = statements;

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (eventId == RelationalEventId.CommandExecuted && Interlocked.Decrement(ref _left) == 0)
            cut.Cancel();
    }

    public void Dispose()
    {
    }
}
