using System.Diagnostics;
using System.Net.Http.Headers;

namespace CommerceEventConsole.Benchmarks.Dispatch;

/// <summary>What is compared against: an <see cref="HttpClient"/> that posts, with nothing before and nothing after. So many at the same time.</summary>
internal static class BareLoop
{
    private static readonly MediaTypeHeaderValue Json = new("application/cloudevents+json");

    public static async Task<TimeSpan> RunAsync(HttpClient http, Uri sink, byte[] body, int concurrency, int count)
    {
        var left = count;
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, concurrency).Select(_ => Task.Run(WorkAsync)));
        return Stopwatch.GetElapsedTime(started);

        async Task WorkAsync()
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                using var content = new ByteArrayContent(body);
                content.Headers.ContentType = Json;
                using var answer = await http.PostAsync(sink, content);
                answer.EnsureSuccessStatusCode();
            }
        }
    }
}
