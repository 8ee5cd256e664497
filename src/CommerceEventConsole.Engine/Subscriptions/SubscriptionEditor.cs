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
        .Include(s => s.Revisions.Where(r => r.State == RevisionState.Published))
        .Include(s => s.Routes)
        .AsSplitQuery();

    /// <summary>
    /// Writes the draft to <paramref name="stored"/>, or to a new row. Changed content makes a new revision, published at once;
    /// the one before is superseded and stays for the deliveries that it made.
    /// </summary>
    public async Task<ChangeResult<Subscription>> SaveAsync(
        ConfigurationChange change,
        SubscriptionDraft draft,
        Subscription? stored,
        IReadOnlyCollection<Subscription> others,
        IReadOnlySet<int> destinations,
        CancellationToken cancellationToken)
    {
        draft = Normalize(draft);
        var problems = SubscriptionRules.Check(draft, stored is null, others, destinations);
        if (problems.Count > 0)
            return ChangeResult<Subscription>.Invalid(problems);

        var before = stored is null ? null : Describe(stored);
        var row = stored ?? new Subscription { Name = draft.Name, CreatedAt = change.At };
        row.Name = draft.Name;
        row.Enabled = draft.Enabled;
        await PublishAsync(change, row, draft, cancellationToken);
        SetRoutes(row, draft);
        var after = Describe(row);
        if (before == after)
            return ChangeResult<Subscription>.Unchanged(row);

        if (stored is null)
            change.Context.Subscriptions.Add(row);
        change.Stamp(row);
        change.Record(before is null ? "subscription.created" : "subscription.changed", Subject(row), before, after);
        return ChangeResult<Subscription>.Changed(row);
    }

    /// <summary>The subscription for the audit log.</summary>
    public static string Describe(Subscription row)
    {
        var revision = row.Published();
        var content = SubscriptionDraft.From(row);
        return AuditJson.Write(new
        {
            content.Name,
            Revision = revision?.Number,
            content.EventType,
            content.Fields,
            Rules = content.Rules.Select(r => new { r.Field, Operator = RuleOperatorNames.Format(r.Operator), r.Value }),
            content.DestinationIds,
            InOrder = row.Routes.Where(r => !r.Removed).OrderBy(r => r.DestinationId).Select(r => r.InOrder),
            content.Enabled,
        });
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

    private static async Task PublishAsync(
        ConfigurationChange change, Subscription row, SubscriptionDraft draft, CancellationToken cancellationToken)
    {
        var (fields, rules) = (RevisionContent.WriteFields(draft.Fields), RevisionContent.WriteRules(draft.Rules));
        var current = row.Published();
        if (current is not null && current.EventType == draft.EventType && current.Fields == fields && current.Rules == rules)
            return;

        var last = row.Id == 0
            ? 0
            : await change.Context.SubscriptionRevisions.Where(r => r.SubscriptionId == row.Id).MaxAsync(r => (int?)r.Number, cancellationToken) ?? 0;
        if (current is not null)
            current.State = RevisionState.Superseded;
        row.Revisions.Add(new SubscriptionRevision
        {
            Number = last + 1,
            State = RevisionState.Published,
            EventType = draft.EventType,
            Fields = fields,
            Rules = rules,
            CreatedBy = change.Who,
            CreatedAt = change.At,
            PublishedAt = change.At,
        });
    }

    private static void SetRoutes(Subscription row, SubscriptionDraft draft)
    {
        var wanted = draft.DestinationIds.ToHashSet();
        foreach (var route in row.Routes)
        {
            route.Removed = !wanted.Remove(route.DestinationId);
            if (!route.Removed)
                route.InOrder = draft.InOrder;
        }

        row.Routes.AddRange(wanted.Select(id => new Route { DestinationId = id, InOrder = draft.InOrder }));
    }
}
