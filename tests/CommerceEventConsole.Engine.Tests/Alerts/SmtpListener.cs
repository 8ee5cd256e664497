using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace CommerceEventConsole.Engine.Tests.Alerts;

/// <summary>A mail as it came in.</summary>
public sealed record ReceivedMail(string From, IReadOnlyList<string> To, string Data, string? Account);

/// <summary>A mail server on a free port that speaks as much SMTP (RFC 5321) as a client needs, and answers as a test says.</summary>
public sealed class SmtpListener : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;

    public SmtpListener()
    {
        _listener.Start();
        _loop = AcceptAsync();
    }

    public ConcurrentQueue<ReceivedMail> Mails { get; } = [];

    /// <summary>Every line that clients sent outside of mails.</summary>
    public ConcurrentQueue<string> Commands { get; } = [];

    /// <summary>What is answered to a command, by its first word; null for the usual.</summary>
    public Func<string, string?> Answer { get; set; } = _ => null;

    /// <summary>Whether it says anything at all.</summary>
    public bool IsSilent { get; set; }

    /// <summary>Offers STARTTLS with this certificate.</summary>
    public X509Certificate2? Certificate { get; set; }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var clients = new List<Task>();
        try
        {
            while (!_stop.IsCancellationRequested)
                clients.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
        }
        finally
        {
            await Task.WhenAll(clients).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var _ = client;
        Stream stream = client.GetStream();
        if (IsSilent)
            await Task.Delay(Timeout.InfiniteTimeSpan, _stop.Token);
        var (from, to, account) = ("", new List<string>(), (string?)null);
        await SayAsync(stream, "220 test");
        while (await LineAsync(stream) is { } line)
        {
            Commands.Enqueue(line);
            var word = line.Split(' ', ':')[0].ToUpperInvariant();
            if (Answer(word) is { } answer)
            {
                await SayAsync(stream, answer);
                continue;
            }

            switch (word)
            {
                case "EHLO":
                    await SayAsync(stream, Certificate is null || stream is SslStream ? "250-test\r\n250 AUTH LOGIN" : "250-test\r\n250 STARTTLS");
                    break;
                case "STARTTLS":
                    await SayAsync(stream, "220 go ahead");
                    var tls = new SslStream(stream);
                    await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = Certificate }, _stop.Token);
                    stream = tls;
                    break;
                case "AUTH":
                    account = await LogInAsync(stream, line);
                    break;
                case "MAIL":
                    from = line;
                    await SayAsync(stream, "250 ok");
                    break;
                case "RCPT":
                    to.Add(line[(line.IndexOf('<', StringComparison.Ordinal) + 1)..line.IndexOf('>', StringComparison.Ordinal)]);
                    await SayAsync(stream, "250 ok");
                    break;
                case "DATA":
                    await SayAsync(stream, "354 go on");
                    Mails.Enqueue(new ReceivedMail(from, [.. to], await DataAsync(stream), account));
                    await SayAsync(stream, "250 taken");
                    break;
                case "QUIT":
                    await SayAsync(stream, "221 bye");
                    return;
                default:
                    await SayAsync(stream, "250 ok");
                    break;
            }
        }
    }

    private async Task<string> LogInAsync(Stream stream, string line)
    {
        var user = line.Split(' ') is [_, _, var initial] ? initial : null;
        if (user is null)
        {
            await SayAsync(stream, "334 VXNlcm5hbWU6");
            user = await LineAsync(stream);
        }

        await SayAsync(stream, "334 UGFzc3dvcmQ6");
        var password = await LineAsync(stream);
        await SayAsync(stream, "235 welcome");
        return $"{Text(user)}:{Text(password)}";
    }

    private async Task<string> DataAsync(Stream stream)
    {
        var text = new StringBuilder();
        while (await LineAsync(stream) is { } line && line != ".")
            text.Append(line).Append('\n');
        return text.ToString();
    }

    private static string Text(string? base64) => Encoding.UTF8.GetString(Convert.FromBase64String(base64 ?? ""));

    private Task SayAsync(Stream stream, string line) => stream.WriteAsync(Encoding.ASCII.GetBytes(line + "\r\n"), _stop.Token).AsTask();

    // A byte at a time: nothing may be read ahead of a change to TLS.
    private async Task<string?> LineAsync(Stream stream)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (await stream.ReadAsync(one, _stop.Token) == 1)
        {
            if (one[0] == '\n')
                return line.ToString().TrimEnd('\r');
            line.Append((char)one[0]);
        }

        return null;
    }
}
