namespace CommerceEventConsole.Engine.Alerts.Channels;

/// <summary>What a person asks a channel to be: as typed, not yet checked.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Kind">By what means.</param>
public sealed record AlertChannelDraft(string Name, AlertChannelKind Kind)
{
    /// <summary>Whether it is used.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Mail: the host name of the mail server.</summary>
    public string Host { get; init; } = "";

    /// <summary>Mail: its port.</summary>
    public int Port { get; init; } = 587;

    /// <summary>Mail: whether the connection is encrypted.</summary>
    public bool UsesTls { get; init; } = true;

    /// <summary>Mail: the account; empty for none.</summary>
    public string UserName { get; init; } = "";

    /// <summary>Mail: the sender's address.</summary>
    public string From { get; init; } = "";

    /// <summary>Mail: the recipients' addresses, with commas between them.</summary>
    public string To { get; init; } = "";

    /// <summary>Webhook: where to.</summary>
    public string Url { get; init; } = "";

    /// <summary>Webhook: whether the address may lie inside the network.</summary>
    public bool AllowPrivateAddress { get; init; }

    /// <summary>The password or signing secret: null keeps what is stored, empty removes it.</summary>
    public string? Secret { get; init; }

    /// <summary>When quiet hours begin, as <c>22:00</c>; empty for none.</summary>
    public string QuietFrom { get; init; } = "";

    /// <summary>When they end, as <c>07:00</c>; empty for none.</summary>
    public string QuietTo { get; init; } = "";

    /// <summary>The time zone of the quiet hours and of times in messages.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>Whether critical alerts go out in quiet hours too.</summary>
    public bool CriticalAnyTime { get; init; } = true;

    /// <summary>The draft that changes nothing of a channel.</summary>
    public static AlertChannelDraft Of(AlertChannel row) => new(row.Name, row.Kind)
    {
        Enabled = row.Enabled,
        Host = row.Host ?? "",
        Port = row.Kind == AlertChannelKind.Mail ? row.Port : 587,
        UsesTls = row.Kind != AlertChannelKind.Mail || row.UsesTls,
        UserName = row.UserName ?? "",
        From = row.From ?? "",
        To = row.To ?? "",
        Url = row.Url ?? "",
        AllowPrivateAddress = row.AllowPrivateAddress,
        QuietFrom = Minute(row.QuietFrom),
        QuietTo = Minute(row.QuietTo),
        TimeZone = row.TimeZone,
        CriticalAnyTime = row.CriticalAnyTime,
    };

    /// <summary>Not the members, as records do: one of them is a secret.</summary>
    public override string ToString() => $"Alert channel {Name}";

    private static string Minute(int? minute) =>
        minute is { } m ? TimeOnly.MinValue.AddMinutes(m).ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture) : "";
}
