using CommerceEventConsole.Engine.Setup;

namespace CommerceEventConsole.Engine.Subscriptions;

/// <summary>Which events matter and which fields of them, and where they go.</summary>
public sealed class Subscription : IConfigurationRow
{
    /// <summary>Identity in the store.</summary>
    public int Id { get; set; }

    /// <summary>What people call it, unique, at most 100 characters.</summary>
    public required string Name { get; set; }

    /// <summary>A subscription that is switched off matches nothing.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>A removed subscription matches nothing and is in no list; it stays for the deliveries that its revisions and routes made.</summary>
    public bool Removed { get; set; }

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <inheritdoc />
    public long Version { get; set; }

    /// <inheritdoc />
    public string ChangedBy { get; set; } = "";

    /// <inheritdoc />
    public DateTimeOffset ChangedAt { get; set; }

    /// <summary>Its revisions, as far as they were read.</summary>
    public List<SubscriptionRevision> Revisions { get; } = [];

    /// <summary>The ways to its destinations.</summary>
    public List<Route> Routes { get; } = [];

    /// <summary>The revision in force; null where none is, or none was read.</summary>
    public SubscriptionRevision? Published() => Revisions.Find(r => r.State == RevisionState.Published);

    /// <summary>The revision that is being worked on, at most one; null where none is, or none was read.</summary>
    public SubscriptionRevision? Draft() => Revisions.Find(r => r.State == RevisionState.Draft);
}

/// <summary>Where a revision stands.</summary>
public enum RevisionState : byte
{
    /// <summary>Being worked on: matches nothing.</summary>
    Draft = 0,

    /// <summary>In force.</summary>
    Published = 1,

    /// <summary>Was in force; deliveries that it made still name it.</summary>
    Superseded = 2,
}

/// <summary>One version of a subscription's content. Only a draft changes.</summary>
public sealed class SubscriptionRevision
{
    /// <summary>Identity in the store.</summary>
    public int Id { get; set; }

    /// <summary>The subscription.</summary>
    public int SubscriptionId { get; set; }

    /// <summary>1, 2, 3 ... within the subscription.</summary>
    public int Number { get; set; }

    /// <summary>Where it stands.</summary>
    public RevisionState State { get; set; }

    /// <summary>The canonical event type that it matches.</summary>
    public required string EventType { get; set; }

    /// <summary>The field filter: a JSON array of fields (spec 6.7), each a path or <c>path as name</c>; empty for the whole payload.</summary>
    public required string Fields { get; set; }

    /// <summary>The rules: a JSON array of <c>{"field","operator","value"}</c> (spec 6.8).</summary>
    public required string Rules { get; set; }

    /// <summary>The destinations: a JSON array of their ids, ascending.</summary>
    public required string Destinations { get; set; }

    /// <summary>In what order its deliveries go, and how many in one request.</summary>
    public RouteSending Sending { get; set; } = RouteSending.Default;

    /// <summary>What only Commerce can make of it, as JSON (<see cref="CommerceSettings"/>); null where there is nothing.</summary>
    public string? Commerce { get; set; }

    /// <summary>What its routes do beside sending, as JSON: <see cref="Stages.RouteStages"/> by the id of the destination; null where none does more.</summary>
    public string? Stages { get; set; }

    /// <summary>The number of the revision that it brought back; null where it brought none back.</summary>
    public int? RestoredFrom { get; set; }

    /// <summary>Who made it; of a draft, who changed it last.</summary>
    public required string CreatedBy { get; set; }

    /// <summary>When it was made; of a draft, when it was changed last.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Who put it in force; null while a draft.</summary>
    public string? PublishedBy { get; set; }

    /// <summary>When it came into force; null while a draft.</summary>
    public DateTimeOffset? PublishedAt { get; set; }
}

/// <summary>The way from a subscription to a destination.</summary>
public sealed class Route
{
    /// <summary>Identity in the store.</summary>
    public int Id { get; set; }

    /// <summary>The subscription.</summary>
    public int SubscriptionId { get; set; }

    /// <summary>The destination.</summary>
    public int DestinationId { get; set; }

    /// <summary>In what order its deliveries go, and how many in one request.</summary>
    public RouteSending Sending { get; set; } = RouteSending.Default;

    /// <summary>A removed route makes no new deliveries; it stays for those that it made.</summary>
    public bool Removed { get; set; }
}
