using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using CommerceEventConsole.EndToEnd.Tests.Processes;

namespace CommerceEventConsole.EndToEnd.Tests.Faults;

/// <summary>
/// A shop that goes on selling, whatever happens to the console: every event is sent until it is acknowledged, as Adobe does, and the
/// events of one order one after the other, so that their order is known.
/// </summary>
internal sealed class Load : IAsyncDisposable
{
    private const int Connections = 4;
    private const int OrdersOfEach = 8;
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(100);

    private readonly Func<string?> _console;
    private readonly int _batch;
    private readonly TimeSpan _interval;
    private readonly HttpClient _http = new();
    private readonly CancellationTokenSource _end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly ConcurrentQueue<string> _acknowledged = [];
    private readonly List<Task> _senders;
    private volatile bool _finish;
    private int _sent;
    private int _notAcknowledged;

    /// <param name="console">Where the console listens now; null while there is none.</param>
    /// <param name="perSecond">Requests in a second at most.</param>
    /// <param name="batch">Events in one request.</param>
    public Load(Func<string?> console, int perSecond, int batch)
    {
        _console = console;
        _batch = batch;
        _interval = TimeSpan.FromSeconds((double)Connections / perSecond);
        _senders = [.. Enumerable.Range(0, Connections).Select(SendAsync)];
    }

    /// <summary>Events sent, each counted once.</summary>
    public int Sent => Volatile.Read(ref _sent);

    /// <summary>Ids of the events that were acknowledged.</summary>
    public IReadOnlyCollection<string> Acknowledged => _acknowledged;

    /// <summary>Requests that were answered otherwise, or not at all.</summary>
    public int NotAcknowledged => Volatile.Read(ref _notAcknowledged);

    /// <summary>Waits until so many more are acknowledged.</summary>
    public Task MoreAsync(int count)
    {
        var wanted = _acknowledged.Count + count;
        return Until.TrueAsync("more events are acknowledged", () =>
        {
            // A sender that ended with an exception says so itself.
            Assert.DoesNotContain(_senders, s => s.IsFaulted);
            return _acknowledged.Count >= wanted;
        });
    }

    /// <summary>Begins no more; returns once everything that was sent is acknowledged.</summary>
    public Task FinishAsync()
    {
        _finish = true;
        return Until.EndedAsync("everything is acknowledged", Task.WhenAll(_senders));
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_senders).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _http.Dispose();
        _end.Dispose();
    }

    private async Task SendAsync(int connection)
    {
        using var pace = new PeriodicTimer(_interval, TimeProvider.System);
        for (var n = 0; !_finish; n += _batch)
        {
            var events = Enumerable.Range(n, _batch).Select(i => Event(connection, i)).ToList();
            Interlocked.Add(ref _sent, events.Count);
            var body = _batch == 1 ? events[0].Json : $"[{string.Join(",\n", events.Select(e => e.Json))}]";
            while (!await IsAcknowledgedAsync(body))
            {
                Interlocked.Increment(ref _notAcknowledged);
                await Task.Delay(Again, TimeProvider.System, _end.Token);
            }

            foreach (var (id, _) in events)
                _acknowledged.Enqueue(id);
            await pace.WaitForNextTickAsync(_end.Token);
        }
    }

    private static (string Id, string Json) Event(int connection, int n)
    {
        var order = string.Create(CultureInfo.InvariantCulture, $"{connection + 1}{n % OrdersOfEach:D8}");
        var id = string.Create(CultureInfo.InvariantCulture, $"{order}-{n / OrdersOfEach:D5}");
        return (id, Shop.OrderSaved(id, order));
    }

    private async Task<bool> IsAcknowledgedAsync(string body)
    {
        if (_console() is not { } console)
            return false;
        try
        {
            var type = _batch == 1 ? "application/cloudevents+json" : "application/cloudevents-batch+json";
            using var content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue(type));
            using var answer = await _http.PostAsync(new Uri($"{console}/intake/{Shop.Slug}"), content, _end.Token);
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
