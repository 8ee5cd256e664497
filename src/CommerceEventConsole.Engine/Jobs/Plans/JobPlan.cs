using System.Text.Json;
using System.Text.Json.Serialization;

namespace CommerceEventConsole.Engine.Jobs.Plans;

/// <summary>How a job is to run: what the configuration or its owner says, and what an operator made of it.</summary>
public sealed class JobPlan
{
    private static readonly JsonSerializerOptions Json = new() { Converters = { new JsonStringEnumConverter() } };

    /// <summary>The job, as <see cref="JobId.ToString"/> writes it.</summary>
    public required string Job { get; set; }

    /// <summary>What it is called on screens.</summary>
    public required string Title { get; set; }

    /// <summary>What it does.</summary>
    public string Description { get; set; } = "";

    /// <summary>The default timing, as JSON.</summary>
    public required string Default { get; set; }

    /// <summary>An operator's timing, as JSON, which goes before the default; null where nobody has edited it.</summary>
    public string? Edited { get; set; }

    /// <summary>Whether an operator has stopped its schedule for a while. It can still be started by hand.</summary>
    public bool IsPaused { get; set; }

    /// <summary>Whether a run that a crash has cut off is begun again.</summary>
    public bool Recovers { get; set; }

    /// <summary>Whether it came through <see cref="IJobSchedules"/>, not from the configuration.</summary>
    public bool IsDynamic { get; set; }

    /// <summary>Raised by each change of a person.</summary>
    public long Version { get; set; }

    /// <summary>Who last edited, paused or resumed it; null where nobody has.</summary>
    public string? ChangedBy { get; set; }

    /// <summary>When that was.</summary>
    public DateTimeOffset? ChangedAt { get; set; }

    /// <summary>Which job.</summary>
    public JobId Id => JobId.Parse(Job);

    /// <summary>The timing that is in force.</summary>
    public JobTiming Timing => Read(Edited ?? Default);

    /// <summary>The timing that is in force where nobody has edited it.</summary>
    public JobTiming DefaultTiming => Read(Default);

    internal static string Write(JobTiming timing) => JsonSerializer.Serialize(timing, Json);

    private static JobTiming Read(string json) => JsonSerializer.Deserialize<JobTiming>(json, Json)!;
}
