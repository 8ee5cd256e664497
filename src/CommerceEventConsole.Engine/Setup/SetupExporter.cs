using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using CommerceEventConsole.Engine.BackOffice.Systems;
using CommerceEventConsole.Engine.Commerce.Instances;
using CommerceEventConsole.Engine.Destinations;
using CommerceEventConsole.Engine.Freshness;
using CommerceEventConsole.Engine.Resync.Definitions;
using CommerceEventConsole.Engine.Sources;
using CommerceEventConsole.Engine.Storage;
using CommerceEventConsole.Engine.Subscriptions;
using CommerceEventConsole.Engine.Subscriptions.Matching;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Setup;

/// <summary>
/// Writes what is in force as a setup file, which an empty console reads back whole. In place of secrets stand placeholders
/// (<c>${Secrets:Destinations:ERP:Secret}</c>), to be given by the configuration. Drafts that were never published are left out, and so is what
/// people switch from day to day: pauses, and how far resyncs are.
/// </summary>
public sealed class SetupExporter
{
    private const char Placeholder = '\u0001';

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
        // A file that people read, never put into a page unencoded.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly IDbContextFactory<ConsoleDbContext> _store;
    private readonly ISecretProtector _secrets;

    internal SetupExporter(IDbContextFactory<ConsoleDbContext> store, ISecretProtector secrets)
    {
        _store = store;
        _secrets = secrets;
    }

    /// <summary>The text of the file.</summary>
    public async Task<string> WriteAsync(CancellationToken cancellationToken)
    {
        await using var db = await _store.CreateDbContextAsync(cancellationToken);
        var instances = (await CommerceInstanceDocument.ReadAsync(db, cancellationToken)).OrderBy(i => i.Name, StringComparer.OrdinalIgnoreCase).ToList();
        var sources = await db.Sources.AsNoTracking().OrderBy(s => s.Slug).ToListAsync(cancellationToken);
        var destinations = await db.Destinations.AsNoTracking().OrderBy(d => d.Name).ToListAsync(cancellationToken);
        var subscriptions = await SubscriptionEditor.WithContent(db.Subscriptions.AsNoTracking()).OrderBy(s => s.Name).ToListAsync(cancellationToken);
        var systems = await db.BackOfficeSystems.AsNoTracking().OrderBy(s => s.Name).ToListAsync(cancellationToken);
        var resyncs = await db.ResyncDefinitions.AsNoTracking().OrderBy(r => r.Name).ToListAsync(cancellationToken);
        var promises = await db.FreshnessPromises.AsNoTracking().OrderBy(p => p.Name).ToListAsync(cancellationToken);
        var toNames = destinations.ToDictionary(d => d.Id, d => d.Name);
        var instanceNames = instances.ToDictionary(i => i.Id, i => i.Name);
        var systemNames = systems.ToDictionary(s => s.Id, s => s.Name);
        var resyncNames = resyncs.ToDictionary(r => r.Id, r => r.Name);
        var file = new SetupFile
        {
            Commerce = Filled(instances.ConvertAll(Of)),
            Sources = Filled(sources.ConvertAll(Of)),
            Destinations = Filled(destinations.ConvertAll(Of)),
            Subscriptions = Filled([.. subscriptions.Where(s => s.Published() is not null).Select(s => Of(s, toNames, instanceNames))]),
            Systems = Filled(systems.ConvertAll(s => Of(s, toNames))),
            Resyncs = Filled(resyncs.ConvertAll(r => Of(r, toNames, instanceNames, systemNames))),
            Promises = Filled([.. promises.Select(p => Of(p, toNames, resyncNames)).OfType<SetupPromise>()]),
        };
        return Spell(JsonSerializer.SerializeToNode(file, Options))!.ToJsonString(Options) + "\n";
    }

    private static SetupCommerce Of(CommerceInstance row) => new()
    {
        Name = row.Name,
        Kind = row.Kind,
        BaseUrl = row.BaseUrl,
        PathPrefix = row.PathPrefix,
        AllowPrivateAddress = row.AllowPrivateAddress,
        Authentication = row.Authentication,
        ClientId = row.ClientId,
        OrganizationId = row.OrganizationId,
        ImsUrl = row.ImsUrl,
        CallsPerMinute = row.CallsPerMinute,
        ParallelCalls = row.ParallelCalls,
        Sources = Filled([.. row.Sources]),
        Secrets = Hidden("Commerce", row.Name, row.ProtectedSecrets.Keys.Order().Select(k => k.ToString())),
    };

    // One whose destination or resync is gone is about nothing.
    private static SetupPromise? Of(FreshnessPromise row, Dictionary<int, string> destinations, Dictionary<int, string> resyncs)
    {
        var destination = destinations.GetValueOrDefault(row.DestinationId ?? 0);
        var resync = resyncs.GetValueOrDefault(row.ResyncId ?? 0);
        return destination is null && resync is null && row.Job is null ? null : new()
        {
            Name = row.Name,
            Entity = row.EntityKind,
            EventType = row.EventType,
            Destination = destination,
            Resync = resync,
            Job = row.Job,
            Minutes = row.Minutes,
            Enabled = row.Enabled ? null : false,
        };
    }

    private static SetupSource Of(Source row) => new()
    {
        Slug = row.Slug,
        Name = row.Name,
        Verification = row.Verification,
        Secret = row.ProtectedSecret is null ? null : Hidden("Sources", row.Slug, "Secret"),
        ClientId = row.ClientId,
        PublicKeyBaseUrl = row.PublicKeyBaseUrl,
        ConfirmChallenges = row.ConfirmChallenges,
        AllowedEnvironments = Filled([.. row.EnvironmentList()]),
        Enabled = row.Enabled,
    };

    private SetupDestination Of(Destination row) => new()
    {
        Name = row.Name,
        Kind = row.Kind,
        Url = row.Url,
        Secret = row.ProtectedSecret is null ? null : Hidden("Destinations", row.Name, "Secret"),
        Headers = Hidden("Destinations", row.Name, HeaderNames(row)),
        AllowPrivateAddress = row.AllowPrivateAddress,
        MaxConcurrency = row.MaxConcurrency,
        TimeoutSeconds = row.TimeoutSeconds,
        MaxAttempts = row.MaxAttempts,
        FirstRetrySeconds = row.FirstRetrySeconds,
        MaxRetrySeconds = row.MaxRetrySeconds,
        MaxPerSecond = row.MaxPerSecond,
        RetryCurve = row.RetryCurve,
        MaxAgeHours = row.MaxAgeHours,
        FinalStatuses = row.FinalStatuses,
        RetriedStatuses = row.RetriedStatuses,
        CircuitFailures = row.CircuitFailures,
        CircuitPercent = row.CircuitPercent,
        CircuitWindowSeconds = row.CircuitWindowSeconds,
        CircuitMinimum = row.CircuitMinimum,
        HealthUrl = row.HealthUrl,
        ProbeSeconds = row.ProbeSeconds,
        MaxProbeSeconds = row.MaxProbeSeconds,
        ProbesToClose = row.ProbesToClose,
    };

    private static SetupSubscription Of(Subscription row, Dictionary<int, string> destinations, Dictionary<int, string> instances)
    {
        var draft = SubscriptionDraft.From(row);
        return new SetupSubscription
        {
            Name = draft.Name,
            EventType = draft.EventType,
            Fields = [.. draft.Fields],
            Rules = [.. draft.Rules.Select(r => new SetupRule { Field = r.Field, Operator = RuleOperatorNames.Format(r.Operator), Value = r.Value })],
            Destinations = [.. draft.DestinationIds.Where(destinations.ContainsKey).Select(id => destinations[id]).Order(StringComparer.OrdinalIgnoreCase)],
            Stages = SetupStages.Write(draft.Stages, destinations, instances),
            Commerce = SetupStages.WriteCommerce(draft.Commerce),
            Order = draft.Sending.Order,
            BatchSize = draft.Sending.BatchSize,
            BatchSeconds = draft.Sending.BatchSeconds,
            Enabled = draft.Enabled,
        };
    }

    private static SetupSystem Of(BackOfficeSystem row, Dictionary<int, string> destinations) => new()
    {
        Name = row.Name,
        Connector = row.Connector,
        Connection = SetupSystemsApplier.Parse(row.Connection),
        Records = SetupSystemsApplier.Parse(row.Records),
        Secrets = Hidden("Systems", row.Name, row.Secrets().Keys.Order().Select(k => k.ToString())),
        AllowPrivateAddress = row.AllowPrivateAddress,
        RequestsPerMinute = row.RequestsPerMinute,
        MaxParallel = row.MaxParallel,
        Destination = row.DestinationId is { } id ? destinations.GetValueOrDefault(id) : null,
        Enabled = row.Enabled,
    };

    private static SetupResync Of(
        ResyncDefinition row, Dictionary<int, string> destinations, Dictionary<int, string> instances, Dictionary<int, string> systems) => new()
    {
        Name = row.Name,
        Kind = row.Kind,
        Direction = row.Direction,
        Commerce = instances.GetValueOrDefault(row.CommerceId),
        System = systems.GetValueOrDefault(row.SystemId),
        Destination = row.DestinationId is { } id ? destinations.GetValueOrDefault(id) : null,
        Mode = row.Mode,
        Schedule = row.Schedule,
        TimeZone = row.TimeZone,
        Blackout = row.Blackout,
        PageSize = row.PageSize,
        CallBudget = row.CallBudget,
        OverlapMinutes = row.OverlapMinutes,
        SettleMinutes = row.SettleMinutes,
        OrderDays = row.OrderDays,
        ReportOnly = row.ReportOnly,
        CreatesMissing = row.CreatesMissing,
        FindsExtra = row.FindsExtra,
        Fields = row.Fields is null ? null : [.. row.Fields.Split('\n')],
        Enabled = row.Enabled,
    };

    // The names of headers are no secret, but are kept with their values.
    private IEnumerable<string> HeaderNames(Destination row) =>
        StoredHeaders.TryRead(_secrets, row.ProtectedHeaders, out var headers) ? headers.Select(h => h.Key) : [];

    private static Dictionary<string, string>? Hidden(string list, string owner, IEnumerable<string> names)
    {
        var hidden = names.ToDictionary(n => n, n => Hidden(list, owner, n), StringComparer.Ordinal);
        return hidden.Count == 0 ? null : hidden;
    }

    // A name that every way of configuring can spell, an environment variable too.
    private static string Hidden(string list, string owner, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{Placeholder}Secrets:{list}:{Word(owner)}:{Word(what)}");

    private static string Word(string text) => string.Concat(text.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));

    private static List<T>? Filled<T>(List<T> list) => list.Count == 0 ? null : list;

    // Placeholders become such, and what merely looks like one does not.
    private static JsonNode? Spell(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                return new JsonObject(members.Select(m => KeyValuePair.Create(m.Key, Spell(m.Value))));
            case JsonArray items:
                return new JsonArray([.. items.Select(Spell)]);
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                var text = value.GetValue<string>();
                return JsonValue.Create(text.StartsWith(Placeholder) ? $"${{{text[1..]}}}" : Placeholders.Escape(text));
            default:
                return node?.DeepClone();
        }
    }
}
