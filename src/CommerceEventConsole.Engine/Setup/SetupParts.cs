using System.Text.Json.Nodes;
using CommerceEventConsole.Engine.BackOffice;
using CommerceEventConsole.Engine.BackOffice.Systems;
using CommerceEventConsole.Engine.Commerce.Instances;
using CommerceEventConsole.Engine.Resync;
using CommerceEventConsole.Engine.Resync.Definitions;

namespace CommerceEventConsole.Engine.Setup;

// As in SetupFile.cs: everything may be absent, and docs/setup.schema.json describes it.

/// <summary>A Commerce instance in a setup file; the members are those of <see cref="CommerceInstance"/>.</summary>
public sealed class SetupCommerce
{
    /// <inheritdoc cref="CommerceInstance.Name"/>
    public string? Name { get; set; }

    /// <inheritdoc cref="CommerceInstance.Kind"/>
    public CommerceKind? Kind { get; set; }

    /// <inheritdoc cref="CommerceInstance.BaseUrl"/>
    public string? BaseUrl { get; set; }

    /// <inheritdoc cref="CommerceInstance.PathPrefix"/>
    public string? PathPrefix { get; set; }

    /// <inheritdoc cref="CommerceInstance.AllowPrivateAddress"/>
    public bool? AllowPrivateAddress { get; set; }

    /// <inheritdoc cref="CommerceInstance.Authentication"/>
    public CommerceAuthentication? Authentication { get; set; }

    /// <inheritdoc cref="CommerceInstance.ClientId"/>
    public string? ClientId { get; set; }

    /// <inheritdoc cref="CommerceInstance.OrganizationId"/>
    public string? OrganizationId { get; set; }

    /// <inheritdoc cref="CommerceInstance.ImsUrl"/>
    public string? ImsUrl { get; set; }

    /// <inheritdoc cref="CommerceInstance.CallsPerMinute"/>
    public int? CallsPerMinute { get; set; }

    /// <inheritdoc cref="CommerceInstance.ParallelCalls"/>
    public int? ParallelCalls { get; set; }

    /// <inheritdoc cref="CommerceInstance.Sources"/>
    public List<string>? Sources { get; set; }

    /// <summary>Keys and tokens, named as <see cref="CommerceSecret"/>.</summary>
    public Dictionary<string, string>? Secrets { get; set; }
}

/// <summary>A back-office system in a setup file; the members are those of <see cref="BackOfficeSystem"/>.</summary>
public sealed class SetupSystem
{
    /// <inheritdoc cref="BackOfficeSystem.Name"/>
    public string? Name { get; set; }

    /// <inheritdoc cref="BackOfficeSystem.Connector"/>
    public SystemConnector? Connector { get; set; }

    /// <inheritdoc cref="BackOfficeSystem.Connection"/>
    public JsonObject? Connection { get; set; }

    /// <inheritdoc cref="BackOfficeSystem.Records"/>
    public JsonObject? Records { get; set; }

    /// <summary>Keys and passwords, named as <see cref="SystemSecret"/>.</summary>
    public Dictionary<string, string>? Secrets { get; set; }

    /// <inheritdoc cref="BackOfficeSystem.AllowPrivateAddress"/>
    public bool? AllowPrivateAddress { get; set; }

    /// <inheritdoc cref="BackOfficeSystem.RequestsPerMinute"/>
    public int? RequestsPerMinute { get; set; }

    /// <inheritdoc cref="BackOfficeSystem.MaxParallel"/>
    public int? MaxParallel { get; set; }

    /// <summary>The name of the destination that is the same system; empty for none.</summary>
    public string? Destination { get; set; }

    /// <inheritdoc cref="BackOfficeSystem.Enabled"/>
    public bool? Enabled { get; set; }
}

/// <summary>A resync in a setup file; the members are those of <see cref="ResyncDefinition"/>.</summary>
public sealed class SetupResync
{
    /// <inheritdoc cref="ResyncDefinition.Name"/>
    public string? Name { get; set; }

    /// <inheritdoc cref="ResyncDefinition.Kind"/>
    public RecordKind? Kind { get; set; }

    /// <inheritdoc cref="ResyncDefinition.Direction"/>
    public ResyncDirection? Direction { get; set; }

    /// <summary>The name of the Commerce instance.</summary>
    public string? Commerce { get; set; }

    /// <summary>The name of the back-office system.</summary>
    public string? System { get; set; }

    /// <summary>The name of the destination by which events reach the same system; empty for none.</summary>
    public string? Destination { get; set; }

    /// <inheritdoc cref="ResyncDefinition.Mode"/>
    public ResyncMode? Mode { get; set; }

    /// <inheritdoc cref="ResyncDefinition.Schedule"/>
    public string? Schedule { get; set; }

    /// <inheritdoc cref="ResyncDefinition.TimeZone"/>
    public string? TimeZone { get; set; }

    /// <inheritdoc cref="ResyncDefinition.Blackout"/>
    public string? Blackout { get; set; }

    /// <inheritdoc cref="ResyncDefinition.PageSize"/>
    public int? PageSize { get; set; }

    /// <inheritdoc cref="ResyncDefinition.CallBudget"/>
    public int? CallBudget { get; set; }

    /// <inheritdoc cref="ResyncDefinition.OverlapMinutes"/>
    public int? OverlapMinutes { get; set; }

    /// <inheritdoc cref="ResyncDefinition.SettleMinutes"/>
    public int? SettleMinutes { get; set; }

    /// <inheritdoc cref="ResyncDefinition.OrderDays"/>
    public int? OrderDays { get; set; }

    /// <inheritdoc cref="ResyncDefinition.ReportOnly"/>
    public bool? ReportOnly { get; set; }

    /// <inheritdoc cref="ResyncDefinition.CreatesMissing"/>
    public bool? CreatesMissing { get; set; }

    /// <inheritdoc cref="ResyncDefinition.FindsExtra"/>
    public bool? FindsExtra { get; set; }

    /// <summary>What is compared, a line for each field; empty for the usual fields of the kind.</summary>
    public List<string>? Fields { get; set; }

    /// <inheritdoc cref="ResyncDefinition.Enabled"/>
    public bool? Enabled { get; set; }
}
