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

    public async Task<NoticeOutcome> SendAsync(AlertChannel channel, NoticeMessage message, CancellationToken cancellationToken)
    {
        var password = "";
        if (channel.ProtectedSecret is { } stored && !secrets.TryUnprotect(SecretPurpose.AlertSecret, stored, out password))
            return NoticeOutcome.Failed("The stored password cannot be read any more. Enter it again.");
        using var timeout = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var mail = Mail(channel, message);
            using var client = new SmtpClient(channel.Host, channel.Port) { EnableSsl = channel.UsesTls };
            if (channel.UserName is { Length: > 0 } user)
                client.Credentials = new NetworkCredential(user, password);
            await client.SendMailAsync(mail, either.Token).WaitAsync(either.Token);
            return NoticeOutcome.Taken;
        }
        catch (OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return NoticeOutcome.Failed(
                string.Create(CultureInfo.InvariantCulture, $"The mail server {channel.Host} did not answer within {Patience.TotalSeconds:0} seconds."));
        }
        catch (SmtpFailedRecipientException e)
        {
            return Refused(channel, e);
        }
        catch (Exception e) when (e is SmtpException or IOException or AuthenticationException or FormatException or InvalidOperationException)
        {
            return NoticeOutcome.Failed(AlertWords.Line(Reason(channel, e), 400));
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

    // The others have got it: tried again, they would get it again.
    private static NoticeOutcome Refused(AlertChannel channel, SmtpFailedRecipientException e)
    {
        SmtpFailedRecipientException[] all = e is SmtpFailedRecipientsException { InnerExceptions.Length: > 0 } several ? several.InnerExceptions : [e];
        var names = string.Join(", ", all.Select(r => r.FailedRecipient?.Trim('<', '>')));
        var arrived = all.Length < AlertChannelChecks.Recipients(channel.To!).Length;
        return new NoticeOutcome(arrived, AlertWords.Line($"{channel.Host} does not take mail for {names}: {all[0].Message}", 400));
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

        return $"{channel.Host} did not take the mail: {e.Message}";
    }
}
