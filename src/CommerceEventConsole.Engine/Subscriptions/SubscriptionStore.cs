using CommerceEventConsole.Engine.Setup;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Subscriptions;

/// <summary>
/// Reads and changes subscriptions. What it returns carries the published revision, the draft, and the routes, removed ones included.
/// Changes are audited and in force on this node when the call returns.
/// </summary>
public sealed class SubscriptionStore
{
    private const int MaxRevisions = 100;

    private readonly IDbContextFactory<ConsoleDbContext> _factory;
    private readonly ConfigurationWriter _writer;
    private readonly SubscriptionEditor _editor;
    private readonly SubscriptionOptions _options;

    internal SubscriptionStore(
        IDbContextFactory<ConsoleDbContext> factory, ConfigurationWriter writer, SubscriptionEditor editor, IOptions<SubscriptionOptions> options)
    {
        _options = options.Value;
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

    /// <summary>Makes a subscription that is a draft only: it matches nothing until it is published.</summary>
    public Task<ChangeResult<Subscription>> CreateDraftAsync(SubscriptionDraft draft, string who, CancellationToken cancellationToken) =>
        _writer.ChangeAsync(who, (change, token) => SaveDraftAsync(change, draft, null, token), cancellationToken);

    /// <summary>Keeps a draft beside what is in force of a subscription that was read as <paramref name="version"/>. Its name applies at once.</summary>
    public Task<ChangeResult<Subscription>> SaveDraftAsync(
        int id, long version, SubscriptionDraft draft, string who, CancellationToken cancellationToken) =>
        _writer.EditAsync(who, Find(id), version, (change, row, token) => SaveDraftAsync(change, draft, row, token), cancellationToken);

    /// <summary>
    /// Puts the draft in force, as it was read at <paramref name="version"/>. With <see cref="SubscriptionOptions.FourEyes"/> not by the
    /// person who changed it last.
    /// </summary>
    public Task<ChangeResult<Subscription>> PublishAsync(int id, long version, string who, CancellationToken cancellationToken) =>
        _writer.EditAsync(
            who,
            Find(id),
            version,
            async (change, row, token) => SubscriptionEditor.PublishDraft(change, row, _options.FourEyes, await DestinationsAsync(change, token)),
            cancellationToken);

    /// <summary>Drops the draft. A subscription that never was in force is removed with it.</summary>
    public Task<ChangeResult<Subscription>> DiscardDraftAsync(int id, long version, string who, CancellationToken cancellationToken) =>
        _writer.EditAsync(who, Find(id), version, (change, row, _) => Task.FromResult(SubscriptionEditor.DiscardDraft(change, row)), cancellationToken);

    /// <summary>
    /// Puts an older revision in force again, as a new one; a draft stays as it is. It needs no second person: what it brings back was in
    /// force before.
    /// </summary>
    /// <param name="id">The subscription.</param>
    /// <param name="version">As it was read.</param>
    /// <param name="number">The revision's number.</param>
    /// <param name="who">Who asks for it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task<ChangeResult<Subscription>> RestoreAsync(int id, long version, int number, string who, CancellationToken cancellationToken) =>
        _writer.EditAsync(
            who,
            Find(id),
            version,
            async (change, row, token) =>
            {
                var old = await change.Context.SubscriptionRevisions.AsNoTracking()
                    .SingleOrDefaultAsync(r => r.SubscriptionId == id && r.Number == number && r.PublishedAt != null, token);
                return old is null
                    ? ChangeResult<Subscription>.NotFound()
                    : await _editor.RestoreAsync(change, row, old, await DestinationsAsync(change, token), token);
            },
            cancellationToken);

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
        ConfigurationChange change, SubscriptionDraft draft, Subscription? stored, CancellationToken cancellationToken) =>
        await _editor.SaveAsync(
            change, draft, stored, await OthersAsync(change, stored, cancellationToken), await DestinationsAsync(change, cancellationToken), cancellationToken);

    private async Task<ChangeResult<Subscription>> SaveDraftAsync(
        ConfigurationChange change, SubscriptionDraft draft, Subscription? stored, CancellationToken cancellationToken) =>
        await _editor.SaveDraftAsync(
            change, draft, stored, await OthersAsync(change, stored, cancellationToken), await DestinationsAsync(change, cancellationToken), cancellationToken);

    private static async Task<IReadOnlyCollection<Subscription>> OthersAsync(
        ConfigurationChange change, Subscription? stored, CancellationToken cancellationToken)
    {
        var id = stored?.Id ?? 0;
        return await change.Context.Subscriptions.Where(s => s.Id != id && !s.Removed).ToListAsync(cancellationToken);
    }

    private static Task<Dictionary<int, string>> DestinationsAsync(ConfigurationChange change, CancellationToken cancellationToken) =>
        change.Context.Destinations.Select(d => new { d.Id, d.Name }).ToDictionaryAsync(d => d.Id, d => d.Name, cancellationToken);
}
