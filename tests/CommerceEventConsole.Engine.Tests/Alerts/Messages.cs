using CommerceEventConsole.Engine.Alerts;
using CommerceEventConsole.Engine.Alerts.Channels;
using CommerceEventConsole.Engine.Alerts.Notices;
using CommerceEventConsole.Engine.Alerts.Rules;
using CommerceEventConsole.Engine.Setup;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Tests.Alerts;

/// <summary>Messages and channels with nothing wrong.</summary>
internal static class Messages
{
    public static readonly DateTimeOffset Nine = new(2026, 5, 4, 9, 0, 0, TimeSpan.Zero);

    public static IOptions<AlertOptions> Options { get; } =
        Microsoft.Extensions.Options.Options.Create(new AlertOptions { ConsoleUrl = new Uri("https://console.example.com") });

    public static Alert Alert(string title, bool isCritical = false) => new()
    {
        Id = 7,
        RuleId = 1,
        RuleName = "ERP",
        Kind = AlertKind.Unreachable,
        Subject = "destination:3",
        IsCritical = isCritical,
        Title = title,
        Text = "It does not answer.",
        Path = "destinations",
        Since = Nine.AddMinutes(-5),
        OpenedAt = Nine,
        ToldAt = Nine,
    };

    public static NoticeMessage Of(params NoticeItem[] items) => new("alerts-1", Nine, items);

    public static AlertChannel Mail(int port) => new()
    {
        Name = "Team",
        Kind = AlertChannelKind.Mail,
        Host = "127.0.0.1",
        Port = port,
        From = "console@example.com",
        To = "anna@example.com, ben@example.com",
        TimeZone = "Europe/Berlin",
    };

    /// <summary>Hands out what it is given.</summary>
    public sealed class OpenSecrets : ISecretProtector
    {
        public void Prepare()
        {
        }

        public string Protect(SecretPurpose purpose, string secret) => secret;

        public bool TryUnprotect(SecretPurpose purpose, string protectedSecret, out string secret)
        {
            secret = protectedSecret;
            return purpose == SecretPurpose.AlertSecret && protectedSecret != "unreadable";
        }
    }
}
