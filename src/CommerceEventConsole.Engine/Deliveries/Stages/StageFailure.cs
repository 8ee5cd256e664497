using CommerceEventConsole.Engine.Commerce.Api;
using CommerceEventConsole.Engine.Deliveries.Outbound;
using CommerceEventConsole.Engine.Subscriptions.Stages;

namespace CommerceEventConsole.Engine.Deliveries.Stages;

/// <summary>The stage at which an attempt failed.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Name">Its name; null where its kind has but one.</param>
internal sealed record FailedStage(StageKind Kind, string? Name)
{
    /// <summary>What was asked of Commerce, for people to read; null where that is not known.</summary>
    public string? Request { get; init; }

    /// <summary>What was sent along; null for nothing.</summary>
    public byte[]? Body { get; init; }
}

/// <summary>An attempt cannot go on.</summary>
internal sealed class StageFailedException(FailedStage stage, DeliveryOutcome outcome) : Exception(outcome.Error)
{
    /// <summary>Where.</summary>
    public FailedStage Stage => stage;

    /// <summary>What that means for the delivery.</summary>
    public DeliveryOutcome Outcome => outcome;

    /// <summary>Commerce did not do what it was asked.</summary>
    /// <param name="stage">Where.</param>
    /// <param name="e">Why.</param>
    /// <param name="attempt">The number of the attempt.</param>
    public static StageFailedException Of(FailedStage stage, CommerceException e, int attempt) => new(stage, new DeliveryOutcome(
        e.IsTransient ? AttemptOutcome.Transient : AttemptOutcome.Permanent, e.Status, Sentence.Shorten($"{Word(stage)}: {Sentence.Clean(e.Message)}"), e.RetryAfter)
    {
        TriesElsewhere = e.IsTransient ? attempt : null,
    });

    /// <summary>Something that will not be better for waiting.</summary>
    public static StageFailedException Of(FailedStage stage, StageException e) =>
        new(stage, new DeliveryOutcome(AttemptOutcome.Permanent, null, Sentence.Shorten($"{Word(stage)}: {Sentence.Clean(e.Message)}")));

    /// <summary>Something that may be better later, and costs an attempt.</summary>
    public static StageFailedException Later(FailedStage stage, int? status, string reason) =>
        new(stage, new DeliveryOutcome(AttemptOutcome.Transient, status, Sentence.Shorten($"{Word(stage)}: {reason}")));

    /// <summary>Commerce takes too long: nothing is wrong with the delivery.</summary>
    public static StageFailedException Slow(FailedStage stage, int attempt) => new(
        stage, new DeliveryOutcome(AttemptOutcome.Transient, null, $"{Word(stage)}: Commerce has not finished in time") { TriesElsewhere = attempt });

    /// <summary>The console stops.</summary>
    public static StageFailedException Cut(FailedStage stage) =>
        new(stage, new DeliveryOutcome(AttemptOutcome.Interrupted, null, "Cut off because the console was stopped"));

    // A sentence of its own, not one that goes on after the destination's name.
    private static string Word(FailedStage stage) => StageWords.Of(stage.Kind, stage.Name) is var word ? char.ToUpperInvariant(word[0]) + word[1..] : "";
}
