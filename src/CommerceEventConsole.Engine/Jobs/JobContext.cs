using System.Globalization;
using Microsoft.Extensions.Logging;

namespace CommerceEventConsole.Engine.Jobs;

/// <summary>How many of something a run has dealt with.</summary>
/// <param name="What">Of what, e.g. <c>events removed</c>.</param>
/// <param name="Number">How many.</param>
public readonly record struct JobCount(string What, long Number);

/// <summary>One run of a job: what it works on, and what it tells while it works. Safe to read while it runs.</summary>
/// <param name="logger">The job's log, inside the scope of its run.</param>
/// <param name="time">The clock of its progress lines.</param>
/// <param name="parameter">What it works on; null for a job without a parameter.</param>
public sealed class JobContext(ILogger logger, TimeProvider time, string? parameter = null)
{
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly List<JobCount> _counts = [];
    private long _lastProgress = time.GetTimestamp();

    /// <summary>What it works on, as its schedule says (see <see cref="JobId.Parameter"/>); null for a job without a parameter.</summary>
    public string? Parameter => parameter;

    /// <summary>
    /// The log of the run. What is written here at <see cref="LogLevel.Information"/> or above is also kept with the run and shown to
    /// whoever may look at jobs: counts, ids and reasons, but never personal data, and never a credential.
    /// </summary>
    public ILogger Logger => logger;

    /// <summary>What was counted so far, in the order in which it was first counted.</summary>
    public IReadOnlyList<JobCount> Counts
    {
        get
        {
            lock (_lock)
                return [.. _counts];
        }
    }

    /// <summary>The counts as one phrase, e.g. <c>1,200 events removed, 3 rejected requests removed</c>.</summary>
    public string Summary
    {
        get
        {
            var counts = Counts.Where(c => c.Number != 0)
                .Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Number:N0} {c.What}")).ToList();
            return counts.Count == 0 ? "nothing to do" : string.Join(", ", counts);
        }
    }

    /// <summary>Adds to a count. A long run is heard of once a minute.</summary>
    /// <param name="what">Of what.</param>
    /// <param name="number">How many more.</param>
    public void Add(string what, long number)
    {
        lock (_lock)
        {
            var index = _counts.FindIndex(c => c.What == what);
            if (index < 0)
                _counts.Add(new JobCount(what, number));
            else
                _counts[index] = new JobCount(what, _counts[index].Number + number);
            if (time.GetElapsedTime(_lastProgress) < ProgressInterval)
                return;
            _lastProgress = time.GetTimestamp();
        }

        logger.LogInformation("So far: {Summary}", Summary);
    }
}
