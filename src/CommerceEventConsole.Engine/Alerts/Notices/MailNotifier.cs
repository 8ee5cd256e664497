using System.Globalization;
using System.Net;
using System.Net.Mail;
using System.Security.Authentication;
using System.Text;
using CommerceEventConsole.Engine.Alerts.Channels;
using CommerceEventConsole.Engine.Setup;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Alerts.Notices;

/// <summary>
/// Sends mail by SMTP, encrypted by STARTTLS where the channel says so; then a server that does not offer it gets neither password nor mail.
/// TLS from the first byte (port 465) is not spoken.
/// </summary>
internal sealed class MailNotifier(ISecretProtector secrets, IOptions<AlertOptions> options, TimeProvider time) : INotifier
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public AlertChannelKind Kind => AlertChannelKind.Mail;

    public async Task<string?> SendAsync(AlertChannel channel, NoticeMessage message, CancellationToken cancellationToken)
    {
        var password = "";
        if (channel.ProtectedSecret is { } stored && !secrets.TryUnprotect(SecretPurpose.AlertSecret, stored, out password))
            return "The stored password cannot be read any more. Enter it again.";
        using var timeout = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var mail = Mail(channel, message);
            using var client = new SmtpClient(channel.Host, channel.Port) { EnableSsl = channel.UsesTls };
            if (channel.UserName is { Length: > 0 } user)
                client.Credentials = new NetworkCredential(user, password);
            await client.SendMailAsync(mail, either.Token).WaitAsync(either.Token);
            return null;
        }
        catch (OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return string.Create(CultureInfo.InvariantCulture, $"The mail server {channel.Host} did not answer within {Patience.TotalSeconds:0} seconds.");
        }
        catch (Exception e) when (e is SmtpException or IOException or AuthenticationException or FormatException or InvalidOperationException)
        {
            return AlertWords.Line(Reason(channel, e), 400);
        }
    }

    private MailMessage Mail(AlertChannel channel, NoticeMessage message)
    {
        var mail = new MailMessage
        {
            From = new MailAddress(channel.From!, "Commerce Event Console"),
            Subject = NoticeText.Subject(message),
            SubjectEncoding = Encoding.UTF8,
            Body = NoticeText.Body(message, channel.Zone(), options.Value.ConsoleUrl),
            BodyEncoding = Encoding.UTF8,
        };
        foreach (var recipient in AlertChannelChecks.Recipients(channel.To!))
            mail.To.Add(recipient);
        // The same for each try: mail programs show a message that comes twice once.
        mail.Headers.Add("Message-ID", $"<{message.Id}@{mail.From.Host}>");
        mail.Headers.Add("Auto-Submitted", "auto-generated");
        return mail;
    }

    private static string Reason(AlertChannel channel, Exception e)
    {
        for (var inner = e; inner is not null; inner = inner.InnerException)
        {
            if (inner is AuthenticationException)
                return $"The encrypted connection to {channel.Host} failed: {inner.Message}";
            if (inner is System.Net.Sockets.SocketException)
                return string.Create(CultureInfo.InvariantCulture, $"{channel.Host} does not answer at port {channel.Port}: {inner.Message}");
        }

        return e is SmtpFailedRecipientException recipient
            ? $"{channel.Host} does not take mail for {recipient.FailedRecipient}: {e.Message}"
            : $"{channel.Host} did not take the mail: {e.Message}";
    }
}
