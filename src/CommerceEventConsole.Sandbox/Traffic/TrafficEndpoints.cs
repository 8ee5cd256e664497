namespace CommerceEventConsole.Sandbox.Traffic;

/// <summary>How many REST calls were made, for tests that count them.</summary>
internal static class TrafficEndpoints
{
    public static void MapTraffic(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/control/calls", (CallCounter counter) =>
        {
            var calls = counter.All;
            return new
            {
                total = calls.Sum(call => call.Count),
                systems = calls.GroupBy(call => call.System, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Sum(call => call.Count), StringComparer.Ordinal),
                calls,
            };
        });
        routes.MapPost("/control/calls/reset", (CallCounter counter) =>
        {
            counter.Reset();
            return new { done = "The calls are counted from 0" };
        });
    }
}
