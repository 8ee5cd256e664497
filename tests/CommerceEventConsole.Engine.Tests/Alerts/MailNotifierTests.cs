using System.Text;
using CommerceEventConsole.Engine.Alerts.Channels;
using CommerceEventConsole.Engine.Alerts.Notices;
using CommerceEventConsole.Engine.Tests.Deliveries;
using CommerceEventConsole.Tests.Shared;

namespace CommerceEventConsole.Engine.Tests.Alerts;

public sealed class MailNotifierTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mail_reaches_every_recipient_with_subject_text_and_a_stable_id()
    {
        await using var server = new SmtpListener();
        var message = Messages.Of(new NoticeItem(NoticeKind.Opened, Messages.Alert("Müller ERP is unreachable", isCritical: true)));

        Assert.Null(await SendAsync(Messages.Mail(server.Port), message));
        Assert.Null(await SendAsync(Messages.Mail(server.Port), message));

        Assert.Equal(2, server.Mails.Count);
        var mail = server.Mails.First();
        Assert.Equal(["anna@example.com", "ben@example.com"], mail.To);
        Assert.Contains("console@example.com", mail.From, StringComparison.Ordinal);
        Assert.Contains("Critical: Müller ERP is unreachable", Subject(mail), StringComparison.Ordinal);
        Assert.Contains("Since 4 May 2026, 10:55 (Europe/Berlin).", Body(mail), StringComparison.Ordinal);
        Assert.All(server.Mails, m => Assert.Contains("message-id: <alerts-1@example.com>", m.Data, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_test_says_that_nothing_has_to_be_done()
    {
        await using var server = new SmtpListener();

        Assert.Null(await SendAsync(Messages.Mail(server.Port), Messages.Of()));

        Assert.Contains("This is a test.", Body(server.Mails.Single()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_signs_in_before_it_sends()
    {
        await using var server = new SmtpListener();
        var channel = Messages.Mail(server.Port);
        (channel.UserName, channel.ProtectedSecret) = ("anna", "pass word");

        Assert.Null(await SendAsync(channel, Messages.Of()));

        Assert.Equal("anna:pass word", server.Mails.Single().Account);
    }

    [Fact]
    public async Task A_server_that_refuses_is_quoted()
    {
        await using var server = new SmtpListener { Answer = word => word == "RCPT" ? "550 no such mailbox here" : null };

        var problem = await SendAsync(Messages.Mail(server.Port), Messages.Of());

        Assert.Contains("no such mailbox here", problem, StringComparison.Ordinal);
        Assert.Empty(server.Mails);
    }

    [Fact]
    public async Task Where_one_recipient_of_two_is_refused_the_mail_has_arrived_and_the_refusal_is_told()
    {
        var asked = 0;
        await using var server = new SmtpListener { Answer = word => word == "RCPT" && ++asked == 2 ? "550 no such mailbox here" : null };

        var outcome = await SendWholeAsync(Messages.Mail(server.Port), Messages.Of());

        Assert.True(outcome.Arrived);
        Assert.Contains("ben@example.com", outcome.Problem, StringComparison.Ordinal);
        Assert.Equal(["anna@example.com"], server.Mails.Single().To);
    }

    [Fact]
    public async Task Where_encryption_is_asked_for_and_not_offered_nothing_is_told()
    {
        await using var server = new SmtpListener();
        var channel = Messages.Mail(server.Port);
        (channel.UsesTls, channel.UserName, channel.ProtectedSecret) = (true, "anna", "secret");

        var problem = await SendAsync(channel, Messages.Of());

        Assert.NotNull(problem);
        Assert.Empty(server.Mails);
        Assert.DoesNotContain(server.Commands, c => c.StartsWith("AUTH", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_ends_it_before_the_password()
    {
        using var certificate = TestCertificate.Create();
        await using var server = new SmtpListener { Certificate = certificate };
        var channel = Messages.Mail(server.Port);
        (channel.UsesTls, channel.UserName, channel.ProtectedSecret) = (true, "anna", "secret");

        var problem = await SendAsync(channel, Messages.Of());

        Assert.Contains("encrypted connection to 127.0.0.1 failed", problem, StringComparison.Ordinal);
        Assert.Contains("STARTTLS", server.Commands);
        Assert.DoesNotContain(server.Commands, c => c.StartsWith("AUTH", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_named_with_its_port()
    {
        int port;
        await using (var server = new SmtpListener())
            port = server.Port;

        var problem = await SendAsync(Messages.Mail(port), Messages.Of());

        Assert.Contains($"127.0.0.1 does not answer at port {port}", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_says_nothing_is_given_up_after_twenty_seconds()
    {
        await using var server = new SmtpListener { IsSilent = true };
        var time = new ManualTime();

        var sending = SendAsync(Messages.Mail(server.Port), Messages.Of(), time);
        Assert.False(sending.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(20));

        Assert.Equal("The mail server 127.0.0.1 did not answer within 20 seconds.", await sending);
    }

    [Fact]
    public async Task A_password_that_cannot_be_read_is_told_before_anything_is_sent()
    {
        await using var server = new SmtpListener();
        var channel = Messages.Mail(server.Port);
        (channel.UserName, channel.ProtectedSecret) = ("anna", "unreadable");

        Assert.Contains("Enter it again", await SendAsync(channel, Messages.Of()), StringComparison.Ordinal);
        Assert.Empty(server.Commands);
    }

    private static async Task<string?> SendAsync(AlertChannel channel, NoticeMessage message, TimeProvider? time = null) =>
        Problem(await SendWholeAsync(channel, message, time));

    private static string? Problem(NoticeOutcome outcome)
    {
        Assert.Equal(outcome.Problem is null, outcome.Arrived);
        return outcome.Problem;
    }

    private static Task<NoticeOutcome> SendWholeAsync(AlertChannel channel, NoticeMessage message, TimeProvider? time = null) =>
        new MailNotifier(new Messages.OpenSecrets(), Messages.Options, time ?? new ManualTime()).SendAsync(channel, message, Token);

    private static string Subject(ReceivedMail mail)
    {
        var lines = mail.Data.Split('\n').SkipWhile(l => !l.StartsWith("Subject:", StringComparison.OrdinalIgnoreCase)).ToList();
        var value = string.Concat(lines.Take(1).Concat(lines.Skip(1).TakeWhile(l => l.StartsWith(' ')))).Replace(" ", "", StringComparison.Ordinal);
        var words = value.Split("=?utf-8?B?").Skip(1).Select(w => Encoding.UTF8.GetString(Convert.FromBase64String(w[..w.IndexOf("?=", StringComparison.Ordinal)])));
        return string.Concat(words);
    }

    private static string Body(ReceivedMail mail)
    {
        var body = mail.Data[mail.Data.IndexOf("\n\n", StringComparison.Ordinal)..];
        return mail.Data.Contains("base64", StringComparison.OrdinalIgnoreCase)
            ? Encoding.UTF8.GetString(Convert.FromBase64String(body.Trim()))
            : body.Replace("=\n", "", StringComparison.Ordinal);
    }
}
