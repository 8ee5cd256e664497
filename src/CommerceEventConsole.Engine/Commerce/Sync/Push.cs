using CommerceEventConsole.Engine.Commerce.Drift;
using CommerceEventConsole.Engine.Commerce.Instances;

namespace CommerceEventConsole.Engine.Commerce.Sync;

/// <summary>One instance and how it stands to the console.</summary>
/// <param name="Instance">The instance.</param>
/// <param name="Report">All events on both sides.</param>
public sealed record CommercePicture(CommerceInstance Instance, DriftReport Report);

/// <summary>How a chosen event is written to Commerce.</summary>
public enum PushMode
{
    /// <summary>Subscribe where Commerce is not yet; add what is missing where it is. Nothing goes.</summary>
    Add,

    /// <summary>End the subscription and make it anew, so that it is exactly as wanted. What happens in between is not sent.</summary>
    Replace,
}

/// <summary>A change that a person chose after looking at its difference.</summary>
/// <param name="Key">The item (<see cref="DriftItem.Key"/>).</param>
/// <param name="Fingerprint">What the person saw (<see cref="DriftItem.Fingerprint"/>).</param>
/// <param name="Mode">How it is to be written.</param>
public sealed record ChosenChange(string Key, string Fingerprint, PushMode Mode);

/// <summary>How a write ended.</summary>
public enum PushState
{
    /// <summary>Read back, it is as was asked.</summary>
    Took,

    /// <summary>Commerce accepted it, but read back it is not as was asked, or could not be read back.</summary>
    NotAsAsked,

    /// <summary>Commerce did not do it.</summary>
    Failed,

    /// <summary>It was not tried any more.</summary>
    NotTried,
}

/// <summary>What became of one chosen change.</summary>
/// <param name="Key">The item.</param>
/// <param name="State">How it ended.</param>
/// <param name="Text">That in sentences.</param>
/// <param name="NeedsModule">Whether <c>bin/magento events:generate:module</c> has to be run in Commerce now.</param>
public sealed record PushOutcome(string Key, PushState State, string Text, bool NeedsModule);

/// <summary>What became of a push.</summary>
/// <param name="Refusal">Why nothing was written; null where it was tried.</param>
/// <param name="Outcomes">What became of each change, in order; empty where nothing was written.</param>
/// <param name="Picture">How both sides stand now; null where Commerce could not be read at the end.</param>
public sealed record PushResult(string? Refusal, IReadOnlyList<PushOutcome> Outcomes, CommercePicture? Picture);
