using System.Runtime.CompilerServices;

namespace CommerceEventConsole.Components.Live;

/// <summary>A live page whose address says what of the store it shows, and that is told of changes by a store of its own.</summary>
/// <typeparam name="TData">The picture.</typeparam>
/// <typeparam name="TWanted">What the address asks for; compared by value.</typeparam>
public abstract class AddressedPage<TData, TWanted> : LivePage<TData>
    where TData : class
{
    // Read by the thread that queries.
    private volatile StrongBox<TWanted>? _wanted;

    /// <summary>What the parameters ask for now.</summary>
    protected abstract TWanted Wanted { get; }

    /// <inheritdoc />
    public override ValueTask DisposeAsync()
    {
        Unfollow(Refresh);
        GC.SuppressFinalize(this);
        return base.DisposeAsync();
    }

    /// <summary>Has the page told of changes.</summary>
    protected abstract void Follow(Action refresh);

    /// <summary>Takes that back.</summary>
    protected abstract void Unfollow(Action refresh);

    /// <summary>Reads the picture that was asked for; runs outside the page's own thread, so it changes nothing of the page.</summary>
    protected abstract Task<TData> ReadAsync(TWanted wanted, CancellationToken cancellationToken);

    /// <inheritdoc />
    protected override Task<TData> ReadAsync(CancellationToken cancellationToken) => ReadAsync(_wanted!.Value!, cancellationToken);

    /// <inheritdoc />
    protected sealed override void OnInitialized()
    {
        _wanted = new StrongBox<TWanted>(Wanted);
        Follow(Refresh);
        base.OnInitialized();
    }

    /// <inheritdoc />
    protected sealed override void OnParametersSet()
    {
        if (EqualityComparer<TWanted>.Default.Equals(_wanted!.Value!, Wanted))
            return;
        _wanted = new StrongBox<TWanted>(Wanted);
        Refresh();
    }
}
