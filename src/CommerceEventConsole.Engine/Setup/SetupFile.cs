using CommerceEventConsole.Engine.Catalogue;
using System.Text.Json.Nodes;
using CommerceEventConsole.Engine.Destinations;
using CommerceEventConsole.Engine.Freshness;
using CommerceEventConsole.Engine.Sources;
using CommerceEventConsole.Engine.Subscriptions;

namespace CommerceEventConsole.Engine.Setup;

// Described for people in docs/setup.schema.json, which a test keeps in step with these classes.
// Everything may be absent: what is required depends on whether the store has it already.

/// <summary>A setup file: the configuration that shall be there.</summary>
public sealed class SetupFile
{
    /// <summary>Commerce instances, known by their name.</summary>
    public List<SetupCommerce>? Commerce { get; set; }

    /// <summary>Sources, known by their slug.</summary>
    public List<SetupSource>? Sources { get; set; }

    /// <summary>Destinations, known by their name.</summary>
    public List<SetupDestination>? Destinations { get; set; }

    /// <summary>Subscriptions, known by their name.</summary>
    public List<SetupSubscription>? Subscriptions { get; set; }

    /// <summary>Back-office systems, known by their name.</summary>
    public List<SetupSystem>? Systems { get; set; }

    /// <summary>Resyncs, known by their name.</summary>
    public List<SetupResync>? Resyncs { get; set; }

    /// <summary>Promises, known by their name.</summary>
    public List<SetupPromise>? Promises { get; set; }
}

/// <summary>A source in a setup file; the members are those of <see cref="Source"/>.</summary>
public sealed class SetupSource
{
    /// <inheritdoc cref="Source.Slug"/>
    public string? Slug { get; set; }

    /// <inheritdoc cref="Source.Name"/>
    public string? Name { get; set; }

    /// <inheritdoc cref="Source.Verification"/>
    public Verification? Verification { get; set; }

    /// <summary>The HMAC key or bearer token.</summary>
    public string? Secret { get; set; }

    /// <inheritdoc cref="Source.ClientId"/>
    public string? ClientId { get; set; }

    /// <inheritdoc cref="Source.PublicKeyBaseUrl"/>
    public string? PublicKeyBaseUrl { get; set; }

    /// <inheritdoc cref="Source.ConfirmChallenges"/>
    public bool? ConfirmChallenges { get; set; }

    /// <inheritdoc cref="Source.AllowedEnvironments"/>
    public List<string>? AllowedEnvironments { get; set; }

    /// <inheritdoc cref="Source.Enabled"/>
    public bool? Enabled { get; set; }
}

/// <summary>A destination in a setup file; the members are those of <see cref="Destination"/>.</summary>
public sealed class SetupDestination
{
    /// <inheritdoc cref="Destination.Name"/>
    public string? Name { get; set; }

    /// <inheritdoc cref="Destination.Kind"/>
    public DestinationKind? Kind { get; set; }

    /// <inheritdoc cref="Destination.Url"/>
    public string? Url { get; set; }

    /// <summary>The Standard Webhooks secret.</summary>
    public string? Secret { get; set; }

    /// <summary>Further request headers.</summary>
    public Dictionary<string, string>? Headers { get; set; }

    /// <inheritdoc cref="Destination.AllowPrivateAddress"/>
    public bool? AllowPrivateAddress { get; set; }

    /// <inheritdoc cref="Destination.MaxConcurrency"/>
    public int? MaxConcurrency { get; set; }

    /// <inheritdoc cref="Destination.TimeoutSeconds"/>
    public int? TimeoutSeconds { get; set; }

    /// <inheritdoc cref="Destination.MaxAttempts"/>
    public int? MaxAttempts { get; set; }

    /// <inheritdoc cref="Destination.FirstRetrySeconds"/>
    public int? FirstRetrySeconds { get; set; }

    /// <inheritdoc cref="Destination.MaxRetrySeconds"/>
    public int? MaxRetrySeconds { get; set; }

    /// <inheritdoc cref="Destination.MaxPerSecond"/>
    public int? MaxPerSecond { get; set; }

    /// <inheritdoc cref="Destination.RetryCurve"/>
    public RetryCurve? RetryCurve { get; set; }

    /// <inheritdoc cref="Destination.MaxAgeHours"/>
    public int? MaxAgeHours { get; set; }

    /// <inheritdoc cref="Destination.FinalStatuses"/>
    public string? FinalStatuses { get; set; }

    /// <inheritdoc cref="Destination.RetriedStatuses"/>
    public string? RetriedStatuses { get; set; }

    /// <inheritdoc cref="Destination.CircuitFailures"/>
    public int? CircuitFailures { get; set; }

    /// <inheritdoc cref="Destination.CircuitPercent"/>
    public int? CircuitPercent { get; set; }

    /// <inheritdoc cref="Destination.CircuitWindowSeconds"/>
    public int? CircuitWindowSeconds { get; set; }

    /// <inheritdoc cref="Destination.CircuitMinimum"/>
    public int? CircuitMinimum { get; set; }

    /// <inheritdoc cref="Destination.HealthUrl"/>
    public string? HealthUrl { get; set; }

    /// <inheritdoc cref="Destination.ProbeSeconds"/>
    public int? ProbeSeconds { get; set; }

    /// <inheritdoc cref="Destination.MaxProbeSeconds"/>
    public int? MaxProbeSeconds { get; set; }

    /// <inheritdoc cref="Destination.ProbesToClose"/>
    public int? ProbesToClose { get; set; }
}

/// <summary>A subscription in a setup file.</summary>
public sealed class SetupSubscription
{
    /// <summary>What people call it.</summary>
    public string? Name { get; set; }

    /// <summary>The event type, with any prefix or alias.</summary>
    public string? EventType { get; set; }

    /// <summary>The field filter (spec 6.7).</summary>
    public List<string>? Fields { get; set; }

    /// <summary>Conditions that must all hold (spec 6.8).</summary>
    public List<SetupRule>? Rules { get; set; }

    /// <summary>Names of destinations, of this file or of the store.</summary>
    public List<string>? Destinations { get; set; }

    /// <summary>What its routes do beside sending, by the name of the destination: as <see cref="Subscriptions.Stages.RouteStages"/>, see <see cref="SetupStages"/>.</summary>
    public JsonObject? Stages { get; set; }

    /// <summary>What it says to Commerce alone: <see cref="CommerceSettings"/>.</summary>
    public JsonObject? Commerce { get; set; }

    /// <inheritdoc cref="RouteSending.Order"/>
    public RouteOrder? Order { get; set; }

    /// <inheritdoc cref="RouteSending.BatchSize"/>
    public int? BatchSize { get; set; }

    /// <inheritdoc cref="RouteSending.BatchSeconds"/>
    public int? BatchSeconds { get; set; }

    /// <summary>Whether it matches anything.</summary>
    public bool? Enabled { get; set; }
}

/// <summary>A rule in a setup file.</summary>
public sealed class SetupRule
{
    /// <summary>Path below the payload root.</summary>
    public string? Field { get; set; }

    /// <summary>Adobe's name of the operator.</summary>
    public string? Operator { get; set; }

    /// <summary>What the field is compared with. Numbers and booleans count as the text they are written in.</summary>
    [AnyScalar]
    public string? Value { get; set; }
}

/// <summary>A promise about deliveries in a setup file.</summary>
public sealed class SetupPromise
{
    /// <inheritdoc cref="FreshnessPromise.Name"/>
    public string? Name { get; set; }

    /// <inheritdoc cref="FreshnessPromise.EntityKind"/>
    public EntityKind? Entity { get; set; }

    /// <inheritdoc cref="FreshnessPromise.EventType"/>
    public string? EventType { get; set; }

    /// <summary>The name of a destination, of this file or of the store.</summary>
    public string? Destination { get; set; }

    /// <summary>The name of a resync, of this file or of the store: the promise is about how long ago it ran, and not about deliveries.</summary>
    public string? Resync { get; set; }

    /// <summary>The name of a job, likewise.</summary>
    public string? Job { get; set; }

    /// <inheritdoc cref="FreshnessPromise.Minutes"/>
    public int? Minutes { get; set; }

    /// <inheritdoc cref="FreshnessPromise.Enabled"/>
    public bool? Enabled { get; set; }
}

/// <summary>Marks a text that a setup file may also write as a number or a boolean.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class AnyScalarAttribute : Attribute;
