using CommerceEventConsole.Engine.Setup;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Subscriptions;

/// <summary>
/// Reads and changes subscriptions. What it returns carries the published revision and the routes, removed ones included.
/// Changes are audited and in force on this node when the call returns.
/// </summary>
public sealed class SubscriptionStore
{
    private const int MaxRevisions = 100;

    private readonly IDbContextFactory<ConsoleDbContext> _factory;
    private readonly ConfigurationWriter _writer;
    private readonly SubscriptionEditor _editor;

    internal SubscriptionStore(IDbContextFactory<ConsoleDbContext> factory, ConfigurationWriter writer, SubscriptionEditor editor)
    {
        _factory = factory;
        _writer = writer;
        _editor = editor;
    }

    /// <summary>Every subscription by name. The console holds at most 1,000.</summary>
    public async Task<IReadOnlyList<Subscription>> ListAsync(CancellationToken cancellationToken)
    {
        await using var context = await _factory.CreateDbContextAsync(cancellationToken);
        return await SubscriptionEditor.WithContent(context.Subscriptions.AsNoTracking())
            .OrderBy(s => s.Name).ThenBy(s => s.Id).Take(FieldChecks.MaxRows).ToListAsync(cancellationToken);
    }

    /// <summary>One subscription; null where there is none.</summary>
    public async Task<Subscription?> GetAsync(int id, CancellationToken cancellationToken)
    {
        await using var context = await _factory.CreateDbContextAsync(cancellationToken);
        return await SubscriptionEditor.WithContent(context.Subscriptions.AsNoTracking()).SingleOrDefaultAsync(s => s.Id == id, cancellationToken);
    }

    /// <summary>The last 100 revisions of a subscription, the newest first.</summary>
    public async Task<IReadOnlyList<SubscriptionRevision>> RevisionsAsync(int id, CancellationToken cancellationToken)
    {
        await using var context = await _factory.CreateDbContextAsync(cancellationToken);
        return await context.SubscriptionRevisions.AsNoTracking()
            .Where(r => r.SubscriptionId == id).OrderByDescending(r => r.Number).Take(MaxRevisions).ToListAsync(cancellationToken);
    }

    /// <summary>Makes a subscription and publishes its first revision.</summary>
    public Task<ChangeResult<Subscription>> CreateAsync(SubscriptionDraft draft, string who, CancellationToken cancellationToken) =>
        _writer.ChangeAsync(who, (change, token) => SaveAsync(change, draft, null, token), cancellationToken);

    /// <summary>Changes a subscription that was read as <paramref name="version"/> (<see cref="Subscription.Version"/>).</summary>
    public Task<ChangeResult<Subscription>> UpdateAsync(
        int id, long version, SubscriptionDraft draft, string who, CancellationToken cancellationToken) =>
        _writer.EditAsync(who, Find(id), version, (change, row, token) => SaveAsync(change, draft, row, token), cancellationToken);

    /// <summary>Switches a subscription on or off.</summary>
    public Task<ChangeResult<Subscription>> SetEnabledAsync(int id, bool enabled, string who, CancellationToken cancellationToken) =>
        SetAsync(
            id, who, enabled ? "subscription.enabled" : "subscription.disabled", row => row.Enabled != enabled, row => row.Enabled = enabled, cancellationToken);

    /// <summary>
    /// Removes a subscription: it matches nothing, is in no list, and its name is free. Its revisions and routes stay in the store for the
    /// deliveries that they made, which go on.
    /// </summary>
    public Task<ChangeResult<Subscription>> DeleteAsync(int id, string who, CancellationToken cancellationToken) =>
        SetAsync(
            id,
            who,
            "subscription.deleted",
            _ => true,
            row =>
            {
                row.Removed = true;
                row.Enabled = false;
                row.Routes.ForEach(r => r.Removed = true);
            },
            cancellationToken);

    private static Func<ConsoleDbContext, IQueryable<Subscription>> Find(int id) =>
        context => SubscriptionEditor.WithContent(context.Subscriptions).Where(s => s.Id == id);

    private Task<ChangeResult<Subscription>> SetAsync(
        int id, string who, string action, Predicate<Subscription> differs, Action<Subscription> set, CancellationToken cancellationToken) =>
        _writer.EditAsync(
            who,
            Find(id),
            seenVersion: null,
            (change, row, _) =>
            {
                if (!differs(row))
                    return Task.FromResult(ChangeResult<Subscription>.Unchanged(row));
                var before = SubscriptionEditor.Describe(row);
                set(row);
                change.Stamp(row);
                change.Record(action, SubscriptionEditor.Subject(row), before, row.Removed ? null : SubscriptionEditor.Describe(row));
                return Task.FromResult(ChangeResult<Subscription>.Changed(row));
            },
            cancellationToken);

    private async Task<ChangeResult<Subscription>> SaveAsync(
        ConfigurationChange change, SubscriptionDraft draft, Subscription? stored, CancellationToken cancellationToken)
    {
        var id = stored?.Id ?? 0;
        var others = await change.Context.Subscriptions.Where(s => s.Id != id && !s.Removed).ToListAsync(cancellationToken);
        var destinations = await change.Context.Destinations.Select(d => d.Id).ToHashSetAsync(cancellationToken);
        return await _editor.SaveAsync(change, draft, stored, others, destinations, cancellationToken);
    }
}
