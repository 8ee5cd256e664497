using System.Text.Json.Serialization;

namespace CommerceEventConsole.Sandbox.BackOffice;

/// <summary>How a system misbehaves.</summary>
internal enum FaultMode
{
    /// <summary>It does not.</summary>
    None,

    /// <summary>Connections are aborted without an answer.</summary>
    Down,

    /// <summary>Answers come late.</summary>
    Slow,

    /// <summary>Every answer is 500.</summary>
    Error500,

    /// <summary>Every answer is 429 with `Retry-After`.</summary>
    TooMany429,

    /// <summary>Status 200 with a web page instead of the expected JSON.</summary>
    WrongAnswer,

    /// <summary>A share of the answers is 503.</summary>
    Flaky,
}

/// <summary>A fault as it is set by HTTP: the delay of slow answers, the advice of 429, the share of flaky ones.</summary>
internal sealed record Fault(FaultMode Mode = FaultMode.None, int DelayMs = 3000, int RetryAfterSeconds = 10, int Percent = 30)
{
    private const int LongestDelayMs = 120_000;
    private const int LongestRetryAfterSeconds = 3600;

    /// <summary>What is wrong with the settings; nothing when all is well.</summary>
    [JsonIgnore]
    public string? Problem =>
        DelayMs is < 0 or > LongestDelayMs ? $"delayMs must be between 0 and {LongestDelayMs}"
        : RetryAfterSeconds is < 0 or > LongestRetryAfterSeconds ? $"retryAfterSeconds must be between 0 and {LongestRetryAfterSeconds}"
        : Percent is < 0 or > 100 ? "percent must be between 0 and 100"
        : null;
}
