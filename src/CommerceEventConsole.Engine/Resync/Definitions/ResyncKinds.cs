namespace CommerceEventConsole.Engine.Resync.Definitions;

/// <summary>Which side is right. The numbers are stored: never change them.</summary>
public enum ResyncDirection : byte
{
    /// <summary>The back-office system is right; Commerce is made to agree.</summary>
    ToCommerce = 1,

    /// <summary>Commerce is right; the back-office system is made to agree.</summary>
    ToSystem = 2,
}

/// <summary>How much a run looks at. The numbers are stored: never change them.</summary>
public enum ResyncMode : byte
{
    /// <summary>Everything.</summary>
    Full = 1,

    /// <summary>What was changed on the right side since the last run that came to its end.</summary>
    Incremental = 2,
}
