using CommerceEventConsole.Engine.Subscriptions.Matching;

namespace CommerceEventConsole.Engine.Subscriptions;

/// <summary>What a subscription would do with one event.</summary>
/// <param name="Event">The event.</param>
/// <param name="IsMatch">Whether every rule holds.</param>
/// <param name="Reason">Why, in one sentence that may quote the payload.</param>
/// <param name="DecidedBy">The first rule that does not hold; null where all do.</param>
/// <param name="TookTooLong">Whether that rule was given up because its pattern took too long.</param>
/// <param name="BytesBefore">The size of the whole event, in bytes.</param>
/// <param name="BytesAfter">The size of what would be sent, in bytes; 0 where nothing is.</param>
public sealed record PreviewOutcome(
    PreviewEvent Event, bool IsMatch, string Reason, Rule? DecidedBy, bool TookTooLong, int BytesBefore, int BytesAfter);

/// <summary>What a subscription would do with the newest stored events.</summary>
/// <param name="Outcomes">Each of them, the newest first.</param>
/// <param name="IsTooSlow">Whether a pattern took too long, so that the rest was not tried.</param>
public sealed record PreviewRun(IReadOnlyList<PreviewOutcome> Outcomes, bool IsTooSlow)
{
    /// <summary>How many would be sent.</summary>
    public int Matching => Outcomes.Count(o => o.IsMatch);

    /// <summary>The size of those as they came, in bytes.</summary>
    public long BytesBefore => Outcomes.Where(o => o.IsMatch).Sum(o => (long)o.BytesBefore);

    /// <summary>The size of what would be sent of them, in bytes.</summary>
    public long BytesAfter => Outcomes.Sum(o => (long)o.BytesAfter);
}

/// <summary>One event before and after.</summary>
/// <param name="Outcome">What would be done with it.</param>
/// <param name="Before">The payload as it came, line by line, with what would be left out marked.</param>
/// <param name="After">The payload as it would be sent.</param>
/// <param name="IsProtected">Whether neither is shown because the event is protected health information.</param>
public sealed record PreviewDetail(PreviewOutcome Outcome, IReadOnlyList<PreviewLine> Before, IReadOnlyList<PreviewLine> After, bool IsProtected);

/// <summary>One line of JSON on a screen.</summary>
/// <param name="Text">The line, indented and cut.</param>
/// <param name="IsKept">Whether it is sent.</param>
public readonly record struct PreviewLine(string Text, bool IsKept);
