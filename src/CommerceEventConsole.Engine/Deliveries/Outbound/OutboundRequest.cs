using System.Globalization;
using System.Reflection;
using CommerceEventConsole.Engine.Routing;

namespace CommerceEventConsole.Engine.Deliveries.Outbound;

/// <summary>One request to a destination, complete.</summary>
/// <param name="Url">Where it goes.</param>
/// <param name="Headers">Every header but those that the transport sets itself.</param>
/// <param name="Body">The CloudEvent, or what the route makes of it.</param>
public sealed record OutboundRequest(Uri Url, IReadOnlyList<KeyValuePair<string, string>> Headers, byte[] Body)
{
    /// <summary>The media type of a structured CloudEvent (CloudEvents 1.0, JSON format 3).</summary>
    public const string ContentType = "application/cloudevents+json; charset=utf-8";

    /// <summary>The usual method.</summary>
    public const string Post = "POST";

    private static readonly string UserAgent = "CommerceEventConsole/" +
        (typeof(OutboundRequest).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0");

    // What the console itself says of a request cannot be overridden by a destination's further headers.
    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "content-type", "content-length", "transfer-encoding", "webhook-id", "webhook-timestamp", "webhook-signature",
    };

    /// <summary>The HTTP method.</summary>
    public string Method { get; init; } = Post;

    /// <summary>Adds the headers of Standard Webhooks and of the destination to a body.</summary>
    /// <param name="destination">Where it goes.</param>
    /// <param name="id">The delivery's <see cref="IdempotencyId"/>.</param>
    /// <param name="body">The CloudEvent.</param>
    /// <param name="at">When this attempt is made.</param>
    /// <param name="contentType">What the body is.</param>
    public static OutboundRequest Create(
        DestinationConfiguration destination, string id, byte[] body, DateTimeOffset at, string contentType = ContentType)
    {
        var timestamp = at.ToUnixTimeSeconds();
        var headers = new List<KeyValuePair<string, string>>(6 + destination.Headers.Length)
        {
            new("content-type", contentType),
            new("webhook-id", id),
            new("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture)),
        };
        if (!string.IsNullOrEmpty(destination.Secret))
            headers.Add(new("webhook-signature", WebhookSignature.Create(destination.Secret, id, timestamp, body)));
        var named = false;
        foreach (var header in destination.Headers)
        {
            if (Reserved.Contains(header.Key))
                continue;
            named |= header.Key.Equals("user-agent", StringComparison.OrdinalIgnoreCase);
            headers.Add(header);
        }

        if (!named)
            headers.Add(new("user-agent", UserAgent));
        return new OutboundRequest(destination.Url, headers, body);
    }
}
