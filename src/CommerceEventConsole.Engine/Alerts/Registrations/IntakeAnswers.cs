using System.Collections.Concurrent;

namespace CommerceEventConsole.Engine.Alerts.Registrations;

/// <summary>
/// Counts, in memory, how the requests of each source are answered: all that the console can see of what makes Adobe disable a registration
/// (spec 2.8). Counting costs two additions; <see cref="IntakeAnswerLog"/> stores the sums.
/// </summary>
public sealed class IntakeAnswers(TimeProvider time)
{
    /// <summary>Adobe waits that long for an answer (spec 2.5); one that comes later is none.</summary>
    public static readonly TimeSpan AdobeWaits = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<int, Tally> _tallies = new();

    /// <summary>Counts an answer.</summary>
    /// <param name="sourceId">The source that was called.</param>
    /// <param name="status">The HTTP status that it was answered with.</param>
    /// <param name="startedAt">When its request came, as the clock's <c>GetTimestamp</c> gave it.</param>
    public void Count(int sourceId, int status, long startedAt)
    {
        var tally = _tallies.GetOrAdd(sourceId, static _ => new Tally());
        Interlocked.Increment(ref tally.Requests);
        if (status is < 200 or > 299 || time.GetElapsedTime(startedAt) >= AdobeWaits)
            Interlocked.Increment(ref tally.Failed);
    }

    /// <summary>The moment of a request's begin, for <see cref="Count"/>.</summary>
    public long Start() => time.GetTimestamp();

    /// <summary>What was counted of a source and is not stored yet.</summary>
    public (long Requests, long Failed) Counted(int sourceId) => _tallies.TryGetValue(sourceId, out var tally)
        ? (Interlocked.Read(ref tally.Requests), Interlocked.Read(ref tally.Failed))
        : default;

    /// <summary>What was counted since the last call; the counts begin anew.</summary>
    internal List<(int SourceId, long Requests, long Failed)> Take()
    {
        var taken = new List<(int, long, long)>();
        foreach (var (id, tally) in _tallies)
        {
            var (requests, failed) = (Interlocked.Exchange(ref tally.Requests, 0), Interlocked.Exchange(ref tally.Failed, 0));
            if (requests > 0 || failed > 0)
                taken.Add((id, requests, failed));
        }

        return taken;
    }

    /// <summary>Gives back what could not be stored.</summary>
    internal void Return(int sourceId, long requests, long failed)
    {
        var tally = _tallies.GetOrAdd(sourceId, static _ => new Tally());
        Interlocked.Add(ref tally.Requests, requests);
        Interlocked.Add(ref tally.Failed, failed);
    }

    private sealed class Tally
    {
        public long Requests;
        public long Failed;
    }
}
