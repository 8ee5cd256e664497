using System.Collections.Concurrent;
using System.Security.Cryptography;
using CommerceEventConsole.EndToEnd.Tests.Processes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CommerceEventConsole.EndToEnd.Tests.Intake;

/// <summary>How the server answers.</summary>
public enum AdobeServerState
{
    Up,
    Down,
    Silent,
    Garbled,
}

/// <summary>Stands where Adobe serves its public keys and takes the confirmation of challenges (spec 2.9, 2.3).</summary>
public sealed class AdobeServer : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, string> _pems = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _redirected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource<string> _confirmed = New();
    private readonly TaskCompletionSource<string> _asked = New();
    private WebApplication? _app;
    private int _lastKey;

    public Uri Address { get; private set; } = null!;

    public AdobeServerState State { get; set; }

    /// <summary>Where a confirmation is sent on to; null answers it.</summary>
    public Uri? RedirectTo { get; set; }

    /// <summary>Path and query of every request.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>Ends with the next confirmation of a challenge.</summary>
    public Task<string> Confirmed => _confirmed.Task;

    /// <summary>Ends when a confirmation has been sent on.</summary>
    public Task Redirected => _redirected.Task;

    /// <summary>Ends when a key is asked for that a silent server does not give.</summary>
    public Task<string> Asked => Until.EndedAsync("a key is asked for", _asked.Task);

    public async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(AnswerAsync);
        await _app.StartAsync();
        Address = new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    /// <summary>Makes a key pair and serves its public half.</summary>
    public SigningKey Publish()
    {
        var rsa = RSA.Create(2048);
        var path = $"/prod/keys/pub-key-kr_uh{Interlocked.Increment(ref _lastKey)}.pem";
        _pems[path] = rsa.ExportSubjectPublicKeyInfoPem();
        return new SigningKey(rsa, path);
    }

    public int Fetches(SigningKey key) => Requests.Count(r => string.Equals(r, key.Path, StringComparison.Ordinal));

    public void ExpectConfirmation() => _confirmed = New();

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        if (_app is not null)
            await _app.DisposeAsync();
        _stopping.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var target = context.Request.Path + context.Request.QueryString;
        Requests.Enqueue(target);
        if (context.Request.Path.StartsWithSegments("/csm"))
        {
            if (RedirectTo is { } next)
            {
                context.Response.Redirect(next.ToString());
                _redirected.TrySetResult();
            }
            else
            {
                _confirmed.TrySetResult(target);
            }

            return;
        }

        switch (State)
        {
            case AdobeServerState.Down:
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                return;
            case AdobeServerState.Silent:
                _asked.TrySetResult(target);
                using (var either = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, _stopping.Token))
                    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, either.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return;
        }

        if (!_pems.TryGetValue(context.Request.Path, out var pem))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        context.Response.ContentType = "application/x-pem-file; charset=no-such-charset";
        await context.Response.WriteAsync(State == AdobeServerState.Garbled ? "<html>" : pem);
    }

    private static TaskCompletionSource<string> New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>A private key, and where its public half is served.</summary>
public sealed record SigningKey(RSA Key, string Path)
{
    public string Sign(byte[] body) => Convert.ToBase64String(Key.SignData(body, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    /// <summary>The two headers of one of Adobe's pairs (spec 2.4).</summary>
    public (string Name, string Value)[] Headers(byte[] body, int pair = 1) =>
        [($"x-adobe-digital-signature-{pair}", Sign(body)), ($"x-adobe-public-key{pair}-path", Path)];
}
