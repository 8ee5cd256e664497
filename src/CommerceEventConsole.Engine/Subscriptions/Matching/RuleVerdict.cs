namespace CommerceEventConsole.Engine.Subscriptions.Matching;

/// <summary>What one rule says; ordered, so that the best of several array elements is the greatest.</summary>
internal enum RuleVerdict : byte
{
    /// <summary>The field is absent, null, or holds an object or array where a scalar is compared.</summary>
    NothingToCompare = 0,

    /// <summary>There is a value and it does not fit.</summary>
    Fails = 1,

    /// <summary>The pattern took too long; counts as not fitting.</summary>
    TimedOut = 2,

    /// <summary>The rule holds.</summary>
    Holds = 3,
}
