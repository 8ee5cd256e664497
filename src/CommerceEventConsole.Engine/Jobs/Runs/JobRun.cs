namespace CommerceEventConsole.Engine.Jobs.Runs;

/// <summary>Why a run began.</summary>
public enum JobTrigger : byte
{
    /// <summary>Its time had come.</summary>
    Schedule = 1,

    /// <summary>Somebody started it.</summary>
    Person = 2,

    /// <summary>The run before had failed.</summary>
    Retry = 3,

    /// <summary>Its time had come while nothing could run it.</summary>
    Missed = 4,

    /// <summary>A crash or a stop had cut the run before off.</summary>
    Recovery = 5,
}

/// <summary>How a run stands, or ended.</summary>
public enum JobOutcome : byte
{
    /// <summary>It goes on.</summary>
    Running = 1,

    /// <summary>It came to its end.</summary>
    Succeeded = 2,

    /// <summary>It failed; the run says why.</summary>
    Failed = 3,

    /// <summary>Somebody interrupted it.</summary>
    Interrupted = 4,

    /// <summary>The console was stopped meanwhile.</summary>
    Stopped = 5,

    /// <summary>The process that ran it is gone: it crashed or was killed.</summary>
    CutOff = 6,
}

/// <summary>One run of a job.</summary>
public sealed class JobRun
{
    /// <summary>Identity in the store.</summary>
    public long Id { get; set; }

    /// <summary>The job, as <see cref="JobId.ToString"/> writes it.</summary>
    public required string Job { get; set; }

    /// <summary>When it began.</summary>
    public DateTimeOffset StartedAt { get; set; }

    /// <summary>When it ended; for a run that was cut off the last sign of life; null while it goes on.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>The last sign of life.</summary>
    public DateTimeOffset SeenAt { get; set; }

    /// <summary>How it stands, or ended.</summary>
    public JobOutcome Outcome { get; set; }

    /// <summary>Why it began.</summary>
    public JobTrigger Trigger { get; set; }

    /// <summary>Who started it; null where nobody did.</summary>
    public string? StartedBy { get; set; }

    /// <summary>Who asked it to end; null where nobody did.</summary>
    public string? InterruptedBy { get; set; }

    /// <summary>The process that ran it.</summary>
    public required string Node { get; set; }

    /// <summary>Which try it is, counted from 1.</summary>
    public int Attempt { get; set; }

    /// <summary>What it has counted, in words; null before the first count was stored.</summary>
    public string? Summary { get; set; }

    /// <summary>Why it failed; null where it did not.</summary>
    public string? Error { get; set; }

    /// <summary>How long it took; null while it goes on.</summary>
    public TimeSpan? Duration => EndedAt - StartedAt;
}

/// <summary>One line of the log of a run.</summary>
public sealed class JobLogLine
{
    /// <summary>The run.</summary>
    public long RunId { get; set; }

    /// <summary>Its place in the run's log, counted from 1. A gap is what was left out of a long log.</summary>
    public int Number { get; set; }

    /// <summary>When it was written.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>How grave it is: a <see cref="Microsoft.Extensions.Logging.LogLevel"/>, Information or above.</summary>
    public byte Level { get; set; }

    /// <summary>The line, without personal data.</summary>
    public required string Text { get; set; }
}
