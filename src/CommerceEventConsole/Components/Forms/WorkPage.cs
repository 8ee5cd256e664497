using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace CommerceEventConsole.Components.Forms;

/// <summary>A page that does one thing at a time for the person in front of it, and takes it along when it is left.</summary>
public abstract class WorkPage : ComponentBase, IAsyncDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private Task _work = Task.CompletedTask;

    /// <summary>Makes the page.</summary>
    protected WorkPage() => Leaving = _leaving.Token;

    /// <summary>Whether something is under way that the buttons must wait for.</summary>
    protected bool IsBusy { get; private set; }

    /// <summary>Cancelled when the page is left.</summary>
    protected CancellationToken Leaving { get; }

    /// <summary>What fails when it fails, for the log, e.g. <c>A change of a source</c>.</summary>
    protected abstract string WorkName { get; }

    [Inject]
    private ILoggerFactory Loggers { get; set; } = null!;

    [CascadingParameter]
    private Task<AuthenticationState>? Access { get; set; }

    /// <inheritdoc />
    public virtual async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _leaving.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Runs something that the page waits for; what it throws is told to the person and logged.</summary>
    protected async Task RunAsync(Func<CancellationToken, Task> work, Action failed)
    {
        if (IsBusy)
            return;
        IsBusy = true;
        try
        {
            _work = work(Leaving);
            await _work;
        }
        catch (OperationCanceledException) when (Leaving.IsCancellationRequested)
        {
            // The page was left.
        }
        catch (Exception e)
        {
            Loggers.CreateLogger(GetType()).LogError(e, "{Work} failed", WorkName);
            failed();
        }
        finally
        {
            IsBusy = false;
        }
    }

    /// <summary>Who works at this screen.</summary>
    protected async Task<string> WhoAsync()
    {
        var name = Access is null ? null : (await Access).User.Identity?.Name;
        return name ?? throw new InvalidOperationException("Nobody is signed in.");
    }
}
