using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Commerce.Calls;

/// <summary>Section <c>Commerce</c>: how Commerce is called, whatever the instance.</summary>
public sealed class CommerceOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Commerce";

    /// <summary>How often a call that failed for a passing reason is tried again at most.</summary>
    public int Retries { get; set; } = 3;

    /// <summary>The wait before the first of these; it doubles with each.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long Commerce is left alone after 429 or 503 that does not say how long (spec 7.1).</summary>
    public TimeSpan BusyDelay { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest that a call waits because Commerce asked for it. It fails at once where Commerce asks for longer.</summary>
    public TimeSpan LongestWait { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Calls that wait for an instance's budget at most; more fail at once.</summary>
    public int QueueLength { get; set; } = 10_000;

    /// <summary>Entities in one synchronous call at most (spec 7.2: Commerce's own limit where it is switched on).</summary>
    public int SyncInputLimit { get; set; } = 20;

    /// <summary>Entities in one asynchronous call at most (spec 7.2).</summary>
    public int AsyncInputLimit { get; set; } = 5000;

    /// <summary>Entities in one page at most (spec 7.2).</summary>
    public int MaxPageSize { get; set; } = 300;

    /// <summary>Orders in one call at most where several deliveries ask for one each at the same time; with 1 each asks by itself.</summary>
    public int GatherSize { get; set; } = 100;

    /// <summary>How long those who come meanwhile wait for an answer that is on its way before they ask by themselves: one that hangs is not to keep all.</summary>
    public TimeSpan GatherPatience { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Entities in a page where the caller does not say.</summary>
    public int PageSize { get; set; } = 100;

    /// <summary>Characters of one query at most: servers and proxies refuse long addresses.</summary>
    public int MaxQueryLength { get; set; } = 4000;

    /// <summary>The wait before the state of a bulk operation is asked for again; it doubles with each time.</summary>
    public TimeSpan BulkPoll { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest of these waits.</summary>
    public TimeSpan BulkPollMax { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a bulk operation is waited for; its operations that are still open then count as failed for now.</summary>
    public TimeSpan BulkPatience { get; set; } = TimeSpan.FromMinutes(15);
}

/// <summary>Names every value that cannot work, at start.</summary>
internal sealed class CommerceOptionsValidator : IValidateOptions<CommerceOptions>
{
    public ValidateOptionsResult Validate(string? name, CommerceOptions options)
    {
        var problems = new List<string>();
        Between(options.Retries, 0, 20, nameof(options.Retries), problems);
        Between(options.QueueLength, 1, 1_000_000, nameof(options.QueueLength), problems);
        Between(options.SyncInputLimit, 1, 10_000, nameof(options.SyncInputLimit), problems);
        Between(options.AsyncInputLimit, 1, 100_000, nameof(options.AsyncInputLimit), problems);
        Between(options.MaxPageSize, 1, 10_000, nameof(options.MaxPageSize), problems);
        Between(options.PageSize, 1, options.MaxPageSize, nameof(options.PageSize), problems);
        Between(options.GatherSize, 1, options.MaxPageSize, nameof(options.GatherSize), problems);
        Positive(options.GatherPatience, nameof(options.GatherPatience), problems);
        Between(options.MaxQueryLength, 500, 32_000, nameof(options.MaxQueryLength), problems);
        Positive(options.RetryDelay, nameof(options.RetryDelay), problems);
        Positive(options.BusyDelay, nameof(options.BusyDelay), problems);
        Positive(options.LongestWait, nameof(options.LongestWait), problems);
        Positive(options.BulkPoll, nameof(options.BulkPoll), problems);
        Positive(options.BulkPollMax, nameof(options.BulkPollMax), problems);
        Positive(options.BulkPatience, nameof(options.BulkPatience), problems);
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static void Positive(TimeSpan value, string name, List<string> problems)
    {
        if (value <= TimeSpan.Zero)
            problems.Add($"{CommerceOptions.Section}:{name} must be longer than zero, but is {value}.");
    }

    private static void Between(int value, int least, int most, string name, List<string> problems)
    {
        if (value < least || value > most)
            problems.Add($"{CommerceOptions.Section}:{name} must be from {least} to {most}, but is {value}.");
    }
}
