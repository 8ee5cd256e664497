using System.Text.Json;
using System.Text.Json.Serialization;

namespace CommerceEventConsole.Engine.Alerts.Notices;

/// <summary>A message as JSON, for programs: names of members are a promise to receivers.</summary>
internal static class WebhookBody
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static byte[] Write(NoticeMessage message, Uri? consoleUrl) => JsonSerializer.SerializeToUtf8Bytes(
        new
        {
            message.Id,
            SentAt = message.At,
            Test = message.IsTest,
            // Chat programs show this one member; the others are for programs.
            Text = NoticeText.Subject(message),
            Alerts = message.Items.Select(i => new
            {
                i.Alert.Id,
                State = i.Kind,
                i.Alert.Kind,
                Rule = i.Alert.RuleName,
                i.Alert.Subject,
                Critical = i.Alert.IsCritical,
                i.Alert.Title,
                i.Alert.Text,
                i.Alert.Since,
                i.Alert.OpenedAt,
                i.Alert.ResolvedAt,
                Link = NoticeText.Link(i.Alert, consoleUrl),
            }),
        },
        Options);
}
