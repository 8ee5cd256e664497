using System.Text.Json.Serialization;

namespace CommerceEventConsole.Sandbox.Commerce.Eventing;

/// <summary>How the eventing calls misbehave.</summary>
internal enum EventingFaultMode
{
    /// <summary>They do not.</summary>
    None,

    /// <summary>Answers come late.</summary>
    Slow,

    /// <summary>Every answer is 500.</summary>
    Error500,

    /// <summary>Every answer is 403: the integration lacks the rights.</summary>
    Forbidden,

    /// <summary>Every answer is a web page with status 200.</summary>
    WrongAnswer,

    /// <summary>Writes are refused because the merchant id is not set (spec 8.7, 16).</summary>
    MerchantMissing,

    /// <summary>Writes are answered with success, and forgotten.</summary>
    ForgetWrites,
}

/// <summary>A fault as it is set by HTTP.</summary>
internal sealed record EventingFault(EventingFaultMode Mode = EventingFaultMode.None, int DelayMs = 3000)
{
    private const int LongestDelayMs = 120_000;

    /// <summary>What is wrong with the settings; nothing when all is well.</summary>
    [JsonIgnore]
    public string? Problem => DelayMs is < 0 or > LongestDelayMs ? $"delayMs must be between 0 and {LongestDelayMs}" : null;
}
