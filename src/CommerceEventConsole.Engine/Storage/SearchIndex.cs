namespace CommerceEventConsole.Engine.Storage;

/// <summary>
/// The index of search keys (<see cref="Events.EventSearchKey"/>). A store may write the keys of new events to a log first and bring the
/// index up to date later: who reads the index has it catch up before.
/// </summary>
public interface ISearchIndex
{
    /// <summary>Returns when the keys of every event committed so far are in the index; at once where they are.</summary>
    /// <exception cref="System.Data.Common.DbException">The store could not bring it up to date.</exception>
    Task CatchUpAsync(CancellationToken cancellationToken);
}

/// <summary>An index that every commit writes itself: there is nothing to catch up with.</summary>
public sealed class CurrentSearchIndex : ISearchIndex
{
    /// <inheritdoc />
    public Task CatchUpAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
