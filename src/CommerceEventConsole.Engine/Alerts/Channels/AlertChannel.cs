using CommerceEventConsole.Engine.Setup;

namespace CommerceEventConsole.Engine.Alerts.Channels;

/// <summary>By what means people are told. The numbers are stored: never change them.</summary>
public enum AlertChannelKind : byte
{
    /// <summary>E-mail by SMTP.</summary>
    Mail = 1,

    /// <summary>A POST request with JSON.</summary>
    Webhook = 2,
}

/// <summary>A way by which people are told of alerts, beside the bell in the console.</summary>
public sealed class AlertChannel : IConfigurationRow
{
    /// <inheritdoc />
    public int Id { get; set; }

    /// <inheritdoc />
    public required string Name { get; set; }

    /// <summary>By what means.</summary>
    public AlertChannelKind Kind { get; set; }

    /// <summary>Whether it is used.</summary>
    public bool Enabled { get; set; }

    /// <summary>Mail: the host name of the mail server.</summary>
    public string? Host { get; set; }

    /// <summary>Mail: its port.</summary>
    public int Port { get; set; }

    /// <summary>Mail: whether the connection is encrypted (STARTTLS) before anything is told.</summary>
    public bool UsesTls { get; set; }

    /// <summary>Mail: the account; null where the server asks for none.</summary>
    public string? UserName { get; set; }

    /// <summary>Mail: the sender's address.</summary>
    public string? From { get; set; }

    /// <summary>Mail: the recipients' addresses, with commas between them.</summary>
    public string? To { get; set; }

    /// <summary>Webhook: where to.</summary>
    public string? Url { get; set; }

    /// <summary>Webhook: whether the address may lie inside the network, and be plain http.</summary>
    public bool AllowPrivateAddress { get; set; }

    /// <summary>The account's password, or the signing secret of the webhook, encrypted; null for none.</summary>
    public string? ProtectedSecret { get; set; }

    /// <summary>The minute of the day at which quiet hours begin; null for none.</summary>
    public int? QuietFrom { get; set; }

    /// <summary>The minute of the day at which they end; before <see cref="QuietFrom"/> it is the next day's.</summary>
    public int? QuietTo { get; set; }

    /// <summary>The time zone of the quiet hours and of times in messages, by its IANA name.</summary>
    public string TimeZone { get; set; } = "UTC";

    /// <summary>Whether critical alerts go out in quiet hours too.</summary>
    public bool CriticalAnyTime { get; set; }

    /// <summary>When a message last arrived; null before. No part of what people set up.</summary>
    public DateTimeOffset? LastSentAt { get; set; }

    /// <summary>When sending last failed; null before. No part of what people set up.</summary>
    public DateTimeOffset? LastFailedAt { get; set; }

    /// <summary>Why it failed, a sentence, at most 400 characters. No part of what people set up.</summary>
    public string? LastError { get; set; }

    /// <inheritdoc />
    public long Version { get; set; }

    /// <inheritdoc />
    public string ChangedBy { get; set; } = "";

    /// <inheritdoc />
    public DateTimeOffset ChangedAt { get; set; }

    /// <summary>Its quiet hours; null where it has none.</summary>
    public QuietHours? Quiet() => QuietFrom is { } from && QuietTo is { } to
        ? new QuietHours(TimeOnly.MinValue.AddMinutes(from), TimeOnly.MinValue.AddMinutes(to), Zone())
        : null;

    /// <summary>Its time zone; UTC where this machine does not know it.</summary>
    public TimeZoneInfo Zone() => TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out var zone) ? zone : TimeZoneInfo.Utc;
}
