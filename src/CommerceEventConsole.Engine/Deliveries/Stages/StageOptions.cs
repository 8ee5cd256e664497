using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Deliveries.Stages;

/// <summary>Section <c>Delivery:Stages</c>: how the stages of routes work, whatever the route.</summary>
public sealed class StageOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Delivery:Stages";

    /// <summary>How long the changes in Commerce that follow from one delivery may take; what is not done by then is done by the next attempt.</summary>
    public TimeSpan WriteBackTime { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Bytes of a destination's answer that are kept where it is written back: a longer one is not read.</summary>
    public int AnswerBytes { get; set; } = 256 * 1024;

    /// <summary>How long a question to Commerce waits for others of its kind, so that one call answers them all.</summary>
    public TimeSpan GatherTime { get; set; } = TimeSpan.FromMilliseconds(15);

    /// <summary>Questions that one call answers at most.</summary>
    public int GatherSize { get; set; } = 100;

    /// <summary>How long an answer of Commerce is kept for other deliveries. It serves only those that were made before it was asked for.</summary>
    public TimeSpan KeepAnswers { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Answers of Commerce kept at most.</summary>
    public int KeptAnswers { get; set; } = 2_000;

    /// <summary>How far the clocks of the console's nodes may differ: an answer counts as asked for so much earlier.</summary>
    public TimeSpan ClockTolerance { get; set; } = TimeSpan.FromSeconds(1);
}

/// <summary>Names every value that cannot work, at start.</summary>
internal sealed class StageOptionsValidator : IValidateOptions<StageOptions>
{
    public ValidateOptionsResult Validate(string? name, StageOptions options)
    {
        var problems = new List<string>();
        if (options.WriteBackTime <= TimeSpan.Zero)
            problems.Add($"{StageOptions.Section}:{nameof(options.WriteBackTime)} must be longer than zero, but is {options.WriteBackTime}.");
        foreach (var (value, what) in new[]
        {
            (options.GatherTime, nameof(options.GatherTime)), (options.KeepAnswers, nameof(options.KeepAnswers)), (options.ClockTolerance, nameof(options.ClockTolerance)),
        })
        {
            if (value < TimeSpan.Zero)
                problems.Add($"{StageOptions.Section}:{what} must not be negative, but is {value}.");
        }

        Between(options.AnswerBytes, 1024, 8 * 1024 * 1024, nameof(options.AnswerBytes));
        Between(options.GatherSize, 1, 300, nameof(options.GatherSize));
        Between(options.KeptAnswers, 0, 100_000, nameof(options.KeptAnswers));
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);

        void Between(int value, int least, int most, string what)
        {
            if (value < least || value > most)
                problems.Add($"{StageOptions.Section}:{what} must be from {least} to {most}, but is {value}.");
        }
    }
}
