namespace CommerceEventConsole.Engine.Commerce.Calls;

/// <summary>Why Commerce is called: where the call is counted, and its place in the queue for the instance's budget.</summary>
public enum CommercePurpose
{
    /// <summary>Somebody looks at, or changes, how Commerce and the console work together.</summary>
    Setup,

    /// <summary>A delivery needs what its event lacks.</summary>
    Enrich,

    /// <summary>What a destination answered is written to Commerce.</summary>
    WriteBack,

    /// <summary>A comparison with a back-office system, or what it puts right. It gives way to all others.</summary>
    Resync,
}
