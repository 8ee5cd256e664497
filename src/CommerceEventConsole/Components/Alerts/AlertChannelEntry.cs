using CommerceEventConsole.Engine.Alerts.Channels;

namespace CommerceEventConsole.Components.Alerts;

/// <summary>A channel as it is being entered.</summary>
internal sealed class AlertChannelEntry
{
    public string Name { get; set; } = "";

    public AlertChannelKind Kind { get; set; } = AlertChannelKind.Mail;

    public bool Enabled { get; set; } = true;

    public string Host { get; set; } = "";

    public int Port { get; set; } = 587;

    public bool UsesTls { get; set; } = true;

    public string UserName { get; set; } = "";

    public string From { get; set; } = "";

    public string To { get; set; } = "";

    public string Url { get; set; } = "";

    public bool AllowPrivateAddress { get; set; }

    /// <summary>Null keeps the stored one; empty means none.</summary>
    public string? Secret { get; set; }

    public string QuietFrom { get; set; } = "";

    public string QuietTo { get; set; } = "";

    public string TimeZone { get; set; } = "UTC";

    public bool CriticalAnyTime { get; set; } = true;

    // Not named after the draft's "from": that is the sender.
    public static AlertChannelEntry Of(AlertChannelDraft draft) => new()
    {
        Name = draft.Name,
        Kind = draft.Kind,
        Enabled = draft.Enabled,
        Host = draft.Host,
        Port = draft.Port,
        UsesTls = draft.UsesTls,
        UserName = draft.UserName,
        From = draft.From,
        To = draft.To,
        Url = draft.Url,
        AllowPrivateAddress = draft.AllowPrivateAddress,
        QuietFrom = draft.QuietFrom,
        QuietTo = draft.QuietTo,
        TimeZone = draft.TimeZone,
        CriticalAnyTime = draft.CriticalAnyTime,
    };

    public AlertChannelDraft ToDraft() => new(Name, Kind)
    {
        Enabled = Enabled,
        Host = Host,
        Port = Port,
        UsesTls = UsesTls,
        UserName = UserName,
        From = From,
        To = To,
        Url = Url,
        AllowPrivateAddress = AllowPrivateAddress,
        Secret = Secret,
        QuietFrom = QuietFrom,
        QuietTo = QuietTo,
        TimeZone = TimeZone,
        CriticalAnyTime = CriticalAnyTime,
    };
}
