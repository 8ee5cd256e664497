using System.Collections.Concurrent;

namespace CommerceEventConsole.Sandbox.Traffic;

/// <summary>How often a call was made.</summary>
/// <param name="System">Whom it was made to: commerce, ims, erp and the other systems.</param>
/// <param name="Side">`shop` or `backOffice`.</param>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path template.</param>
/// <param name="Count">How often.</param>
/// <param name="Refused">How often of these it was answered with 400 or above, or not at all.</param>
internal sealed record CallCount(string System, string Side, string Method, string Path, long Count, long Refused);

/// <summary>Counts the REST calls that are made to the sandbox, by system and path template; its own controls and Adobe's faces do not count.</summary>
internal sealed class CallCounter
{
    public const string Shop = "shop";
    public const string BackOffice = "backOffice";

    private readonly ConcurrentDictionary<(string System, string Side, string Method, string Path), Tally> _tallies = new();

    public IReadOnlyList<CallCount> All =>
        [.. _tallies.Select(pair => new CallCount(pair.Key.System, pair.Key.Side, pair.Key.Method, pair.Key.Path, pair.Value.Count, pair.Value.Refused))
            .OrderBy(count => count.System, StringComparer.Ordinal).ThenBy(count => count.Path, StringComparer.Ordinal).ThenBy(count => count.Method, StringComparer.Ordinal)];

    public void Reset() => _tallies.Clear();

    /// <summary>Counts a call that begins now.</summary>
    public Tally Start(string system, string side, string method, string path)
    {
        var tally = _tallies.GetOrAdd((system, side, method, path), _ => new Tally());
        tally.Start();
        return tally;
    }

    /// <summary>An endpoint filter that counts what passes, under its path template without a prefix. It goes in front of those that refuse.</summary>
    public static Func<EndpointFilterInvocationContext, EndpointFilterDelegate, ValueTask<object?>> Filter(string system, string side, string prefix) =>
        async (context, next) =>
        {
            var http = context.HttpContext;
            var template = (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "";
            var tally = http.RequestServices.GetRequiredService<CallCounter>().Start(system, side, http.Request.Method, template[prefix.Length..].TrimStart('/'));
            var answer = await next(context);
            tally.End(answer);
            return answer;
        };

    /// <summary>The count of one call.</summary>
    internal sealed class Tally
    {
        private long _count;
        private long _refused;

        public long Count => Interlocked.Read(ref _count);

        public long Refused => Interlocked.Read(ref _refused);

        public void Start() => Interlocked.Increment(ref _count);

        /// <summary>Notes how the call was answered.</summary>
        public void End(object? answer)
        {
            if (answer is IStatusCodeHttpResult { StatusCode: >= StatusCodes.Status400BadRequest })
                Interlocked.Increment(ref _refused);
        }
    }
}
