namespace CommerceEventConsole.Engine.Subscriptions.Matching;

/// <summary>Why a subscription takes an event or not, for people.</summary>
/// <param name="IsMatch">True when every rule holds.</param>
/// <param name="DecidedBy">The first rule that did not hold; null when all hold.</param>
/// <param name="Reason">One sentence. It quotes payload values, so it belongs on a screen behind access control and never in a log.</param>
/// <param name="RegexTimedOut">True when the rule was given up because its pattern took longer than <see cref="RuleSet.RegexTimeout"/>.</param>
public readonly record struct MatchDecision(bool IsMatch, Rule? DecidedBy, string Reason, bool RegexTimedOut);
