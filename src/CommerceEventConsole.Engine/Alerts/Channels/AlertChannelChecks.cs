using System.Globalization;
using System.Net.Mail;
using CommerceEventConsole.Engine.Setup;

namespace CommerceEventConsole.Engine.Alerts.Channels;

/// <summary>What a channel must be like.</summary>
internal static class AlertChannelChecks
{
    /// <summary>All are sent to at the same time.</summary>
    public const int MaxChannels = 20;

    /// <summary>Recipients of one channel.</summary>
    public const int MaxRecipients = 20;

    private const int MaxUrl = 2_000;
    private const int MaxText = 255;
    private const int ImplicitTlsPort = 465;
    private const string SecretPrefix = "whsec_";

    /// <summary>Every problem of a draft. <paramref name="others"/> are the channels beside it.</summary>
    public static List<ValidationProblem> Check(AlertChannelDraft draft, AlertChannel? stored, IReadOnlyCollection<AlertChannel> others)
    {
        var problems = new List<ValidationProblem>();
        if (stored is null && others.Count >= MaxChannels)
            problems.Add("", $"There are {others.Count} channels already, as many as the console holds.");
        problems.CheckName(draft.Name, others, "channel");
        switch (draft.Kind)
        {
            case AlertChannelKind.Mail:
                CheckMail(problems, draft, stored);
                break;
            case AlertChannelKind.Webhook:
                CheckWebhook(problems, draft);
                break;
            default:
                problems.Add("kind", "Choose by what means people are told.");
                break;
        }

        if (draft.Secret is { Length: > 0 } secret)
            problems.CheckSecretLength(secret);
        CheckQuiet(problems, draft);
        return problems;
    }

    /// <summary>The minute of the day that a person typed; null where it is none.</summary>
    public static int? Minute(string text) =>
        TimeOnly.TryParseExact(text.Trim(), ["HH:mm", "H:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
            ? (time.Hour * 60) + time.Minute
            : null;

    /// <summary>The recipients that a person typed.</summary>
    public static string[] Recipients(string to) => to.Split([',', ';', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static void CheckMail(List<ValidationProblem> problems, AlertChannelDraft draft, AlertChannel? stored)
    {
        if (draft.Host.Length is 0 or > MaxText || Uri.CheckHostName(draft.Host) == UriHostNameType.Unknown)
            problems.Add("host", "Enter the name of the mail server, for example smtp.example.com, without http:// and without the port.");
        problems.CheckRange("port", draft.Port, 1, 65_535, "The port");
        if (draft.Port == ImplicitTlsPort)
            problems.Add("port", "Port 465 is encrypted from the first byte, which the console does not speak. Nearly every mail server also takes mail at port 587.");
        if (!IsAddress(draft.From))
            problems.Add("from", "Enter one e-mail address, for example console@example.com.");
        var recipients = Recipients(draft.To);
        if (recipients.Length == 0 || !recipients.All(IsAddress))
            problems.Add("to", "Enter e-mail addresses with commas between them, for example shop@example.com, erp@example.com.");
        else if (recipients.Length > MaxRecipients || draft.To.Length > MaxUrl)
            problems.Add("to", $"At most {MaxRecipients} recipients fit. A distribution list of your mail server reaches more.");
        if (draft.UserName.Length > MaxText)
            problems.Add("userName", $"The account is longer than {MaxText} characters.");
        var hasPassword = draft.Secret is { Length: > 0 } || (draft.Secret is null && stored is { Kind: AlertChannelKind.Mail, ProtectedSecret: not null });
        if (draft.UserName.Length > 0 && !hasPassword)
            problems.Add("secret", "Enter the password of this account.");
        if (draft.UserName.Length > 0 && !draft.UsesTls)
            problems.Add("usesTls", "A password must not travel unencrypted: switch encryption on, or leave the account empty.");
    }

    private static void CheckWebhook(List<ValidationProblem> problems, AlertChannelDraft draft)
    {
        if (draft.Url.Length > MaxUrl || !Uri.TryCreate(draft.Url, UriKind.Absolute, out var uri)
            || (uri.Scheme != Uri.UriSchemeHttps && uri.Scheme != Uri.UriSchemeHttp))
        {
            problems.Add("url", "Enter the whole address, starting with https://, for example https://chat.example.com/hooks/alerts.");
            return;
        }

        if (uri.UserInfo.Length > 0 || uri.Fragment.Length > 0)
            problems.Add("url", "The address must hold neither user name and password nor a part from # on.");
        if (!draft.AllowPrivateAddress && (uri.Scheme != Uri.UriSchemeHttps || uri.IsLoopback))
            problems.Add("url", "The address must start with https:// and lead outside. Allow addresses inside the network if that is meant.");
        if (draft.Secret is { Length: > 0 } secret && secret.StartsWith(SecretPrefix, StringComparison.Ordinal)
            && (secret.Length == SecretPrefix.Length || !System.Buffers.Text.Base64.IsValid(secret.AsSpan(SecretPrefix.Length))))
            problems.Add("secret", $"After {SecretPrefix} the secret must be Base64. Copy it again, whole.");
    }

    private static void CheckQuiet(List<ValidationProblem> problems, AlertChannelDraft draft)
    {
        var (from, to) = (draft.QuietFrom.Trim(), draft.QuietTo.Trim());
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(draft.TimeZone, out _))
            problems.Add("timeZone", "Enter a time zone such as Europe/Berlin or America/New_York.");
        if (from.Length == 0 && to.Length == 0)
            return;
        if (Minute(from) is not { } start)
            problems.Add("quietFrom", "Enter a time of the day such as 22:00, or leave both times empty.");
        else if (Minute(to) == start)
            problems.Add("quietTo", "Both times are the same. Leave both empty for no quiet hours.");
        if (Minute(to) is null)
            problems.Add("quietTo", "Enter a time of the day such as 07:00, or leave both times empty.");
    }

    private static bool IsAddress(string text) =>
        text.Length <= 320 && MailAddress.TryCreate(text, out var address) && address.Address == text && !text.Any(char.IsControl);
}
