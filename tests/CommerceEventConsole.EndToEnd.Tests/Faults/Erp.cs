using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CommerceEventConsole.EndToEnd.Tests.Faults;

/// <summary>A destination that notes everything it is sent, answers as badly as it is told to, and can be switched off and on at one address.</summary>
internal sealed class Erp : IAsyncDisposable
{
    // What is in flight when it goes down is cut off, as by a crash.
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly List<Receipt> _receipts = [];
    private WebApplication? _app;
    private Socket? _reserved;
    private int _port;

    /// <summary>How requests are answered from now on.</summary>
    public ErpAnswer Answer { get; set; } = ErpAnswers.Take;

    public Uri Url => new($"http://127.0.0.1:{_port}/orders");

    public IReadOnlyList<Receipt> Receipts
    {
        get
        {
            lock (_gate)
                return [.. _receipts];
        }
    }

    public static async Task<Erp> StartAsync()
    {
        var erp = new Erp();
        await erp.ComeUpAsync();
        return erp;
    }

    public int Count(Func<Receipt, bool> which) => Receipts.Count(which);

    /// <summary>From now on connections are refused, and nobody else can take the port.</summary>
    public async Task GoDownAsync()
    {
        var app = _app!;
        _app = null;
        await app.StopAsync(CancellationToken.None);
        await app.DisposeAsync();
        _reserved = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _reserved.Bind(new IPEndPoint(IPAddress.Loopback, _port));
    }

    public async Task ComeUpAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls($"http://127.0.0.1:{_port}");
        builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = Grace);
        var app = builder.Build();
        app.Run(TakeAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        _app = app;
        _port = new Uri(app.Urls.First()).Port;
        _reserved?.Dispose();
        _reserved = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.StopAsync(CancellationToken.None);
            await _app.DisposeAsync();
        }

        _reserved?.Dispose();
    }

    private async Task TakeAsync(HttpContext context)
    {
        var sent = (await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted))!;
        Receipt receipt;
        lock (_gate)
        {
            receipt = new Receipt(
                _receipts.Count + 1,
                context.Request.Headers["webhook-id"].ToString(),
                (string)sent["id"]!,
                (string)sent["data"]!["value"]!["increment_id"]!);
            _receipts.Add(receipt);
        }

        try
        {
            await Answer(receipt, context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Whoever asked is gone.
        }
    }
}
