using System.Globalization;
using CommerceEventConsole.Components.Forms;
using CommerceEventConsole.Engine.Alerts;
using CommerceEventConsole.Engine.Alerts.Channels;
using CommerceEventConsole.Engine.Alerts.Rules;

namespace CommerceEventConsole.Components.Alerts;

/// <summary>How things about alerts are called on screens.</summary>
public static class AlertTexts
{
    /// <summary>What rules can watch.</summary>
    public static IReadOnlyList<(AlertKind Value, string Text)> Kinds { get; } =
    [
        (AlertKind.GroupOpened, "Deliveries begin to fail in a new way"),
        (AlertKind.Unreachable, "A destination is unreachable"),
        (AlertKind.Backlog, "Deliveries wait too long"),
        (AlertKind.Silence, "Nothing comes from a source"),
        (AlertKind.RegistrationAtRisk, "Adobe may disable a registration"),
        (AlertKind.PromiseBroken, "A freshness promise is broken"),
    ];

    /// <summary>By what means people can be told.</summary>
    public static IReadOnlyList<(AlertChannelKind Value, string Text)> ChannelKinds { get; } =
        [(AlertChannelKind.Mail, "E-mail"), (AlertChannelKind.Webhook, "Webhook: a request to a chat or on-call system")];

    /// <summary>What the bell says.</summary>
    public static string Bell(AlertCounts counts) => counts.Open switch
    {
        0 => "Alerts: nothing needs attention",
        1 => "1 alert needs attention",
        _ => string.Create(CultureInfo.InvariantCulture, $"{counts.Open} alerts need attention"),
    };

    /// <summary>A rule in a sentence.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="names">The names of destinations and sources, by kind and id.</param>
    public static string Sentence(AlertRule rule, AlertNames names)
    {
        var subject = names.Of(rule);
        var minutes = DurationText.Of(TimeSpan.FromMinutes(rule.Minutes));
        return rule.Kind switch
        {
            AlertKind.GroupOpened => $"When deliveries to {subject ?? "any destination"} begin to fail in a new way, or in one that had been settled.",
            AlertKind.Unreachable => $"When {subject ?? "any destination"} has been unreachable for {minutes}.",
            AlertKind.Backlog => $"When the oldest unsent delivery to {subject ?? "any destination"} has waited for {minutes}.",
            AlertKind.Silence => $"When nothing has come from {subject ?? "any source that sent before"} for {minutes}.",
            AlertKind.PromiseBroken => subject is null ? "When any freshness promise is broken." : $"When a freshness promise about {subject} is broken.",
            _ => string.Create(
                CultureInfo.InvariantCulture, $"When {rule.Percent} % of the last 24 hours' requests of {subject ?? "any Adobe source"} failed here."),
        };
    }

    /// <summary>Where a channel leads: recipients, or the address without its query, which may hold a key.</summary>
    public static string Target(AlertChannel channel) => channel.Kind == AlertChannelKind.Mail
        ? channel.To ?? ""
        : Uri.TryCreate(channel.Url, UriKind.Absolute, out var url) ? url.GetLeftPart(UriPartial.Authority) : "";

    /// <summary>The quiet hours of a channel; null where it has none.</summary>
    public static string? Quiet(AlertChannel channel) => channel.Quiet() is { } quiet
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"{quiet.From:HH:mm} to {quiet.To:HH:mm}, {channel.TimeZone}{(channel.CriticalAnyTime ? "; critical ones any time" : "")}")
        : null;
}

/// <summary>What destinations and sources are called.</summary>
/// <param name="Destinations">By id.</param>
/// <param name="Sources">By id.</param>
public sealed record AlertNames(IReadOnlyDictionary<int, string> Destinations, IReadOnlyDictionary<int, string> Sources)
{
    /// <summary>What a rule watches by name; null where it watches all.</summary>
    public string? Of(AlertRule rule) => AlertRule.IsAboutSources(rule.Kind) ? Name(Sources, rule.SourceId, "source") : Name(Destinations, rule.DestinationId, "destination");

    private static string? Name(IReadOnlyDictionary<int, string> names, int? id, string what) =>
        id is { } i ? names.GetValueOrDefault(i) ?? $"a {what} that is gone" : null;
}
