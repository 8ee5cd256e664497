using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Setup;
using CommerceEventConsole.Engine.Subscriptions.Matching;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Subscriptions;

/// <summary>Checks a draft and makes it a row with its revision and routes, for the store and for setup files alike.</summary>
internal sealed class SubscriptionEditor(EventTypeResolver eventTypes)
{
    /// <summary>A subscription's row with all that an edit touches.</summary>
    public static IQueryable<Subscription> WithContent(IQueryable<Subscription> rows) => rows
        .Where(s => !s.Removed)
        .Include(s => s.Revisions.Where(r => r.State != RevisionState.Superseded))
        .Include(s => s.Routes)
        .AsSplitQuery();

    /// <summary>
    /// Writes the draft to <paramref name="stored"/>, or to a new row. Changed content makes a new revision, published at once;
    /// the one before is superseded and stays for the deliveries that it made.
    /// </summary>
    public Task<ChangeResult<Subscription>> SaveAsync(
        ConfigurationChange change,
        SubscriptionDraft draft,
        Subscription? stored,
        IReadOnlyCollection<Subscription> others,
        IReadOnlyDictionary<int, string> destinations,
        CancellationToken cancellationToken) => SaveAsync(
        change,
        Normalize(draft),
        stored,
        others,
        destinations,
        ("subscription.created", "subscription.changed"),
        row => row.Published(),
        async (row, content) =>
        {
            row.Enabled = content.Enabled;
            if (row.Published() is not { } current || !Same(current, content))
                Publish(change, row, await AddAsync(change, row, content, RevisionState.Published, cancellationToken));
        });

    /// <summary>Keeps the content as the draft beside what is in force; a draft that says the same as that goes. The name applies at once.</summary>
    public Task<ChangeResult<Subscription>> SaveDraftAsync(
        ConfigurationChange change,
        SubscriptionDraft draft,
        Subscription? stored,
        IReadOnlyCollection<Subscription> others,
        IReadOnlyDictionary<int, string> destinations,
        CancellationToken cancellationToken) => SaveAsync(
        change,
        Normalize(draft),
        stored,
        others,
        destinations,
        ("subscription.drafted", "subscription.draft-changed"),
        row => row.Draft() ?? row.Published(),
        async (row, content) =>
        {
            if (row.Name == content.Name && row.Draft() is { } same && Same(same, content))
                return;
            if (row.Published() is { } published && Same(published, content))
                RemoveDraft(change, row);
            else if (row.Draft() is { } working)
                Write(change, working, content);
            else
                await AddAsync(change, row, content, RevisionState.Draft, cancellationToken);
        });

    // What both ways of saving have in common: "shown" is the revision that the audit log tells of.
    private static async Task<ChangeResult<Subscription>> SaveAsync(
        ConfigurationChange change,
        SubscriptionDraft draft,
        Subscription? stored,
        IReadOnlyCollection<Subscription> others,
        IReadOnlyDictionary<int, string> destinations,
        (string Created, string Changed) actions,
        Func<Subscription, SubscriptionRevision?> shown,
        Func<Subscription, SubscriptionDraft, Task> write)
    {
        var problems = SubscriptionRules.Check(draft, stored is null, others, destinations);
        if (problems.Count > 0)
            return ChangeResult<Subscription>.Invalid(problems);

        var before = stored is null ? null : Describe(stored, shown(stored));
        var row = stored ?? new Subscription { Name = draft.Name, CreatedAt = change.At };
        await write(row, draft);
        row.Name = draft.Name;
        var after = Describe(row, shown(row));
        if (before == after)
            return ChangeResult<Subscription>.Unchanged(row);

        if (stored is null)
            change.Context.Subscriptions.Add(row);
        change.Stamp(row);
        change.Record(before is null ? actions.Created : actions.Changed, Subject(row), before, after);
        return ChangeResult<Subscription>.Changed(row);
    }

    /// <summary>Puts the draft in force.</summary>
    /// <param name="change">The change.</param>
    /// <param name="row">The subscription.</param>
    /// <param name="needsAnother">Whether it must not be the person who drafted it.</param>
    /// <param name="destinations">The names of the destinations that there are.</param>
    public static ChangeResult<Subscription> PublishDraft(
        ConfigurationChange change, Subscription row, bool needsAnother, IReadOnlyDictionary<int, string> destinations)
    {
        if (row.Draft() is not { } draft)
            return ChangeResult<Subscription>.Unchanged(row);
        if (needsAnother && string.Equals(draft.CreatedBy, change.Who, StringComparison.OrdinalIgnoreCase))
            return ChangeResult<Subscription>.Invalid([new("", "You changed this draft last, so somebody else has to publish it.")]);
        if (RevisionContent.ReadDestinations(draft).Any(id => !destinations.ContainsKey(id)))
            return ChangeResult<Subscription>.Invalid([new("destinations", "One of the destinations is not there any more. Choose again.")]);

        var before = row.Published() is null ? null : Describe(row);
        // A revision that was restored meanwhile has taken its number's place in the order.
        if (row.Published() is { } newer && newer.Number > draft.Number)
            draft.Number = newer.Number + 1;
        Publish(change, row, draft);
        change.Stamp(row);
        change.Record("subscription.published", Subject(row), before, Describe(row));
        return ChangeResult<Subscription>.Changed(row);
    }

    /// <summary>Drops the draft; what is in force stays. A subscription that never was in force goes with its draft.</summary>
    public static ChangeResult<Subscription> DiscardDraft(ConfigurationChange change, Subscription row)
    {
        if (row.Draft() is not { } draft)
            return ChangeResult<Subscription>.Unchanged(row);
        var before = Describe(row, draft);
        RemoveDraft(change, row);
        row.Removed = row.Published() is null;
        change.Stamp(row);
        change.Record("subscription.draft-discarded", Subject(row), before, row.Removed ? null : Describe(row));
        return ChangeResult<Subscription>.Changed(row);
    }

    /// <summary>Puts the content of an older revision in force again, as a new revision. Destinations that are gone since are left out.</summary>
    public async Task<ChangeResult<Subscription>> RestoreAsync(
        ConfigurationChange change, Subscription row, SubscriptionRevision old, IReadOnlyDictionary<int, string> destinations, CancellationToken cancellationToken)
    {
        var draft = SubscriptionDraft.From(row, old);
        draft = draft with { DestinationIds = [.. draft.DestinationIds.Where(destinations.ContainsKey)] };
        if (row.Published() is { } current && Same(current, draft))
            return ChangeResult<Subscription>.Unchanged(row);
        var before = Describe(row);
        var revision = await AddAsync(change, row, draft, RevisionState.Published, cancellationToken);
        revision.RestoredFrom = old.Number;
        Publish(change, row, revision);
        change.Stamp(row);
        change.Record("subscription.restored", Subject(row), before, Describe(row));
        return ChangeResult<Subscription>.Changed(row);
    }

    /// <summary>The subscription as it is in force, for the audit log.</summary>
    public static string Describe(Subscription row) => Describe(row, row.Published());

    private static string Describe(Subscription row, SubscriptionRevision? revision)
    {
        var content = SubscriptionDraft.From(row, revision);
        return AuditJson.Write(new
        {
            content.Name,
            Revision = revision?.Number,
            content.EventType,
            content.Fields,
            Rules = content.Rules.Select(r => new { r.Field, Operator = RuleOperatorNames.Format(r.Operator), r.Value }),
            content.DestinationIds,
            content.Sending,
            content.Enabled,
            content.Commerce,
            content.Stages,
        });
    }

    private static void RemoveDraft(ConfigurationChange change, Subscription row)
    {
        if (row.Draft() is not { } draft)
            return;
        row.Revisions.Remove(draft);
        change.Context.Remove(draft);
    }

    public static string Subject(Subscription row) => $"Subscription {row.Name}";

    private SubscriptionDraft Normalize(SubscriptionDraft draft)
    {
        var eventType = draft.EventType.Trim();
        return draft with
        {
            Name = draft.Name.Trim(),
            EventType = eventType.Length == 0 ? "" : eventTypes.Resolve(eventType).Name,
            Fields = [.. draft.Fields.Select(f => f.Trim())],
        };
    }

    private static bool Same(SubscriptionRevision revision, SubscriptionDraft draft) =>
        revision.EventType == draft.EventType
        && revision.Fields == RevisionContent.WriteFields(draft.Fields)
        && revision.Rules == RevisionContent.WriteRules(draft.Rules)
        && revision.Destinations == RevisionContent.WriteDestinations(draft.DestinationIds)
        && revision.Sending == draft.Sending
        && revision.Commerce == RevisionContent.WriteCommerce(draft.Commerce)
        && revision.Stages == RevisionContent.WriteStages(draft);

    private static async Task<SubscriptionRevision> AddAsync(
        ConfigurationChange change, Subscription row, SubscriptionDraft draft, RevisionState state, CancellationToken cancellationToken)
    {
        var last = row.Id == 0
            ? 0
            : await change.Context.SubscriptionRevisions.Where(r => r.SubscriptionId == row.Id).MaxAsync(r => (int?)r.Number, cancellationToken) ?? 0;
        var revision = new SubscriptionRevision
        {
            Number = last + 1,
            State = state,
            EventType = draft.EventType,
            Fields = "",
            Rules = "",
            Destinations = "",
            CreatedBy = change.Who,
        };
        Write(change, revision, draft);
        row.Revisions.Add(revision);
        return revision;
    }

    private static void Write(ConfigurationChange change, SubscriptionRevision revision, SubscriptionDraft draft)
    {
        revision.EventType = draft.EventType;
        revision.Fields = RevisionContent.WriteFields(draft.Fields);
        revision.Rules = RevisionContent.WriteRules(draft.Rules);
        revision.Destinations = RevisionContent.WriteDestinations(draft.DestinationIds);
        revision.Sending = draft.Sending;
        revision.Commerce = RevisionContent.WriteCommerce(draft.Commerce);
        revision.Stages = RevisionContent.WriteStages(draft);
        revision.CreatedBy = change.Who;
        revision.CreatedAt = change.At;
    }

    private static void Publish(ConfigurationChange change, Subscription row, SubscriptionRevision revision)
    {
        foreach (var other in row.Revisions.Where(r => r.State == RevisionState.Published && r != revision))
            other.State = RevisionState.Superseded;
        revision.State = RevisionState.Published;
        revision.PublishedAt = change.At;
        revision.PublishedBy = change.Who;
        SetRoutes(row, SubscriptionDraft.From(row, revision));
    }

    private static void SetRoutes(Subscription row, SubscriptionDraft draft)
    {
        var wanted = draft.DestinationIds.ToHashSet();
        foreach (var route in row.Routes)
        {
            route.Removed = !wanted.Remove(route.DestinationId);
            if (!route.Removed)
                route.Sending = draft.Sending;
        }

        row.Routes.AddRange(wanted.Select(id => new Route { DestinationId = id, Sending = draft.Sending }));
    }
}
