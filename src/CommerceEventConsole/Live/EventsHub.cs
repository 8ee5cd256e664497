using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading.Channels;
using CommerceEventConsole.Engine.Access;
using CommerceEventConsole.Engine.Events;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;

namespace CommerceEventConsole.Live;

/// <summary>Events that came since the last batch, oldest first.</summary>
/// <param name="Items">The events, at most 100.</param>
/// <param name="Missed">Events that came too fast to be sent and must be read from the store; where <c>Seq</c> has gaps, at most so many.</param>
public sealed record EventBatch(IReadOnlyList<EventSummary> Items, long Missed);

/// <summary>What a client of <see cref="EventsHub"/> is told.</summary>
public interface IEventsClient
{
    /// <summary>New events. In JSON: <c>{"type":1,"target":"EventsReceived","arguments":[{"items":[...],"missed":0}]}</c>.</summary>
    Task EventsReceived(EventBatch batch);
}

/// <summary>
/// The live feed for other clients, at <c>/hubs/events</c>: SignalR's JSON protocol, names in camel case, enumerations as words, times in
/// ISO 8601 UTC. Needs the console's cookie. Calls nothing on the server. The first batch is
/// empty and comes at once: from then on the client is told of every new event.
/// </summary>
[Authorize(Policy = ConsoleRoles.Viewer)]
public sealed class EventsHub(EventPumps pumps) : Hub<IEventsClient>
{
    /// <inheritdoc />
    public override Task OnConnectedAsync()
    {
        pumps.Start(Context.ConnectionId, Context.ConnectionAborted);
        return Task.CompletedTask;
    }
}

/// <summary>
/// One loop per connection, each with a cursor into the feed instead of a queue of its own: a client that reads slowly waits for
/// itself alone, holds no events, and finds in <see cref="EventBatch.Missed"/> what it was too slow for.
/// </summary>
public sealed class EventPumps(LiveFeed feed, IHubContext<EventsHub, IEventsClient> hub, TimeProvider time, ILogger<EventPumps> logger)
{
    private const int BatchSize = 100;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    internal void Start(string connectionId, CancellationToken aborted) => _ = PumpAsync(connectionId, feed.LastSeq, aborted);

    private async Task PumpAsync(string connectionId, long cursor, CancellationToken aborted)
    {
        var wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        using var subscription = feed.Subscribe(() => wake.Writer.TryWrite(true));
        wake.Writer.TryWrite(true);
        try
        {
            await hub.Clients.Client(connectionId).EventsReceived(new EventBatch([], 0)).WaitAsync(aborted).ConfigureAwait(false);
            while (await wake.Reader.ReadAsync(aborted).ConfigureAwait(false))
            {
                var items = feed.Since(cursor, BatchSize, out var missed);
                if (items.Count == 0)
                    continue;
                cursor = items[^1].Seq;
                await hub.Clients.Client(connectionId).EventsReceived(new EventBatch(items, missed)).WaitAsync(aborted).ConfigureAwait(false);
                await Task.Delay(Interval, time, aborted).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The client has left, or the host stops.
        }
        catch (Exception e)
        {
            logger.LogWarning(e, "Sending events to a client failed");
        }
    }
}

internal static class LiveFeedSetup
{
    public static void AddLiveFeed(this IServiceCollection services)
    {
        services.AddSingleton<LiveFeed>();
        services.AddHostedService(p => p.GetRequiredService<LiveFeed>());
        services.AddSingleton<EventPumps>();
        services.AddSignalR().AddJsonProtocol(json =>
        {
            json.PayloadSerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
            json.PayloadSerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
        });
    }

    public static void MapLiveFeed(this WebApplication app) =>
        app.MapHub<EventsHub>("/hubs/events", options => options.CloseOnAuthenticationExpiration = true);
}
