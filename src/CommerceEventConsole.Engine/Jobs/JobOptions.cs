using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Jobs;

/// <summary>Section <c>Jobs</c>: how runs are watched.</summary>
public sealed class JobOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Jobs";

    /// <summary>Log lines kept of a run at most: of a longer one its first half and its last half.</summary>
    public int LogLines { get; set; } = 500;

    /// <summary>How often the log lines and counts of a running run are stored.</summary>
    public TimeSpan RecordInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>After how long without a sign of life a running run is taken for cut off, where other nodes may be at work.</summary>
    public TimeSpan CutOffAfter { get; set; } = TimeSpan.FromMinutes(3);
}

/// <summary>Names every value that cannot work, at start.</summary>
internal sealed class JobOptionsValidator : IValidateOptions<JobOptions>
{
    public ValidateOptionsResult Validate(string? name, JobOptions options)
    {
        var problems = new List<string>();
        if (options.LogLines is < 10 or > 5_000)
            problems.Add($"{JobOptions.Section}:{nameof(options.LogLines)} must be from 10 to 5000, but is {options.LogLines}.");
        if (options.RecordInterval < TimeSpan.FromMilliseconds(100) || options.RecordInterval > TimeSpan.FromSeconds(30))
            problems.Add($"{JobOptions.Section}:{nameof(options.RecordInterval)} must be from 00:00:00.1 to 00:00:30, but is {options.RecordInterval}.");
        if (options.CutOffAfter < TimeSpan.FromMinutes(1) || options.CutOffAfter > TimeSpan.FromDays(1))
            problems.Add($"{JobOptions.Section}:{nameof(options.CutOffAfter)} must be from a minute to a day, but is {options.CutOffAfter}.");
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
