using System.Globalization;
using CommerceEventConsole.Engine.Setup;

namespace CommerceEventConsole.Engine.Alerts.Rules;

/// <summary>What a rule watches. The numbers are stored: never change them.</summary>
public enum AlertKind : byte
{
    /// <summary>A failure group is open: deliveries fail in a way that nobody looks after yet.</summary>
    GroupOpened = 1,

    /// <summary>A destination has been unreachable for some minutes.</summary>
    Unreachable = 2,

    /// <summary>The oldest unsent delivery of a destination has waited for some minutes.</summary>
    Backlog = 3,

    /// <summary>An enabled source that has sent before sends nothing for some minutes.</summary>
    Silence = 4,

    /// <summary>So many of Adobe's requests fail here that it may disable the registration (spec 2.8).</summary>
    RegistrationAtRisk = 5,

    /// <summary>A freshness promise is broken.</summary>
    PromiseBroken = 6,
}

/// <summary>When people are told of something, and by which channels. The bell in the console rings for every alert.</summary>
public sealed class AlertRule : IConfigurationRow
{
    /// <inheritdoc />
    public int Id { get; set; }

    /// <inheritdoc />
    public required string Name { get; set; }

    /// <summary>What it watches.</summary>
    public AlertKind Kind { get; set; }

    /// <summary>Whether it is looked at.</summary>
    public bool Enabled { get; set; }

    /// <summary>Whether channels may be used for it in their quiet hours.</summary>
    public bool IsCritical { get; set; }

    /// <summary>How long something has to last; 0 where the kind has no such time.</summary>
    public int Minutes { get; set; }

    /// <summary>The share of failed requests in percent, for <see cref="AlertKind.RegistrationAtRisk"/>; 0 for other kinds.</summary>
    public int Percent { get; set; }

    /// <summary>The only destination that it watches; null for all, and for kinds about sources.</summary>
    public int? DestinationId { get; set; }

    /// <summary>The only source that it watches; null for all, and for kinds about destinations.</summary>
    public int? SourceId { get; set; }

    /// <summary>The ids of its channels, with commas between them; empty for the bell alone.</summary>
    public string Channels { get; set; } = "";

    /// <summary>Minutes after which an alert that goes on, and that nobody took, is told again; 0 for never.</summary>
    public int ReminderMinutes { get; set; }

    /// <summary>Whether the end of an alert is told too.</summary>
    public bool TellsEnd { get; set; }

    /// <inheritdoc />
    public long Version { get; set; }

    /// <inheritdoc />
    public string ChangedBy { get; set; } = "";

    /// <inheritdoc />
    public DateTimeOffset ChangedAt { get; set; }

    /// <summary>Whether rules of this kind are about sources; the others are about destinations.</summary>
    public static bool IsAboutSources(AlertKind kind) => kind is AlertKind.Silence or AlertKind.RegistrationAtRisk;

    /// <summary>Whether rules of this kind wait for something to last.</summary>
    public static bool HasMinutes(AlertKind kind) => kind is AlertKind.Unreachable or AlertKind.Backlog or AlertKind.Silence;

    /// <summary>The ids of its channels.</summary>
    public IReadOnlyList<int> ChannelList() =>
        [.. Channels.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(c => int.TryParse(c, CultureInfo.InvariantCulture, out var id) ? id : 0).Where(id => id > 0)];

    /// <summary>Ids as <see cref="Channels"/> holds them.</summary>
    public static string Join(IEnumerable<int> channels) =>
        string.Join(',', channels.Distinct().Order().Select(c => c.ToString(CultureInfo.InvariantCulture)));
}
