using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Resync;

/// <summary>Section <c>Resync</c>: how resyncs are run.</summary>
public sealed class ResyncOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Resync";

    /// <summary>Runs that a node works on at once: a slow one does not keep the next from starting.</summary>
    public int MaxAtOnce { get; set; } = 4;

    /// <summary>How long a node keeps a run without moving it.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How often a node looks for runs that are due, that others started, or left.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The first wait for a system that does not answer; it doubles each time.</summary>
    public TimeSpan FirstWait { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest wait.</summary>
    public TimeSpan LongestWait { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a run waits for a system that does not answer before it stops until a person lets it go on.</summary>
    public TimeSpan GiveUpAfter { get; set; } = TimeSpan.FromHours(6);

    /// <summary>The same for a system that answers, but not as it is set up to: a wrong path, keys that are refused. A person can mend that, waiting hardly.</summary>
    public TimeSpan AskAfter { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Differences that the list of one run holds; more are counted only.</summary>
    public int MaxListed { get; set; } = 10_000;

    /// <summary>Orders of one day that are compared by count and hash; with more, the day is compared order by order from the start.</summary>
    public int MaxOrdersOfDay { get; set; } = 50_000;

    /// <summary>How often a record is offered to the other side that would take it later, before it counts as failed.</summary>
    public int WriteTries { get; set; } = 3;

    /// <summary>Runs of a definition that are kept, with their lists.</summary>
    public int KeptRuns { get; set; } = 50;
}

/// <summary>Names every value that cannot work, at start.</summary>
internal sealed class ResyncOptionsValidator : IValidateOptions<ResyncOptions>
{
    public ValidateOptionsResult Validate(string? name, ResyncOptions options)
    {
        var problems = new List<string>();
        Between(nameof(options.MaxAtOnce), options.MaxAtOnce, 1, 100);
        Between(nameof(options.MaxListed), options.MaxListed, 1, 1_000_000);
        Between(nameof(options.MaxOrdersOfDay), options.MaxOrdersOfDay, 1, 1_000_000);
        Between(nameof(options.WriteTries), options.WriteTries, 1, 20);
        Between(nameof(options.KeptRuns), options.KeptRuns, 2, 10_000);
        Span(nameof(options.Lease), options.Lease);
        Span(nameof(options.PollInterval), options.PollInterval);
        Span(nameof(options.FirstWait), options.FirstWait);
        Span(nameof(options.LongestWait), options.LongestWait);
        Span(nameof(options.GiveUpAfter), options.GiveUpAfter);
        Span(nameof(options.AskAfter), options.AskAfter);
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);

        void Between(string setting, int value, int least, int most)
        {
            if (value < least || value > most)
                problems.Add($"{ResyncOptions.Section}:{setting} must be from {least} to {most}, but is {value}.");
        }

        void Span(string setting, TimeSpan value)
        {
            if (value <= TimeSpan.Zero || value > TimeSpan.FromDays(30))
                problems.Add($"{ResyncOptions.Section}:{setting} must be more than zero and at most 30 days, but is {value}.");
        }
    }
}
