namespace CommerceEventConsole.Engine.Resync.Runs;

/// <summary>Where a run stands. The numbers are stored, and named in an index: never change them.</summary>
public enum ResyncState : byte
{
    /// <summary>Under way, or waiting: for a node, for the end of blackout hours, for a system to answer.</summary>
    Running = 1,

    /// <summary>Stopped by a person, or by itself (<see cref="ResyncRun.Error"/> says why); a person may let it go on.</summary>
    Paused = 2,

    /// <summary>Stopped for good by a person.</summary>
    Stopped = 3,

    /// <summary>Came to its end.</summary>
    Finished = 4,

    /// <summary>Cannot go on; <see cref="ResyncRun.Error"/> says why.</summary>
    Failed = 5,

    /// <summary>Has made as many requests as it may; the next run goes on where it ended.</summary>
    CutOff = 6,
}

/// <summary>Why a run was started. The numbers are stored: never change them.</summary>
public enum ResyncTrigger : byte
{
    /// <summary>Its time had come.</summary>
    Schedule = 1,

    /// <summary>A person asked for it.</summary>
    Person = 2,

    /// <summary>A person asked to repair what another run had listed.</summary>
    Repair = 3,

    /// <summary>A person asked to try again what had failed in another run.</summary>
    Retry = 4,
}

/// <summary>What a run is doing. The numbers are stored: never change them.</summary>
public enum ResyncPhase : byte
{
    /// <summary>Walks the side that is right.</summary>
    Compare = 1,

    /// <summary>Walks the other side for what the right one lacks.</summary>
    Extra = 2,
}

/// <summary>What is to be done about a difference. The numbers are stored: never change them.</summary>
public enum ResyncAction : byte
{
    /// <summary>The other side is made to agree.</summary>
    Update = 1,

    /// <summary>It is made on the other side, which lacks it.</summary>
    Create = 2,

    /// <summary>Nothing: it is only told.</summary>
    Tell = 3,

    /// <summary>The stored event is delivered again.</summary>
    Deliver = 4,
}

/// <summary>What became of a difference. The numbers are stored: never change them.</summary>
public enum ResyncOutcome : byte
{
    /// <summary>Found, and left as it is.</summary>
    Found = 1,

    /// <summary>Being written; where the run has ended, it was stopped just then.</summary>
    Writing = 2,

    /// <summary>The other side took it.</summary>
    Repaired = 3,

    /// <summary>The other side refused it.</summary>
    Failed = 4,

    /// <summary>A delivery takes care of it.</summary>
    Handed = 5,
}
