using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Commerce.OwnChanges;

/// <summary>Section <c>OwnChanges</c>: how events that the console's own writes make are recognised.</summary>
public sealed class OwnChangeOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "OwnChanges";

    /// <summary>For how long a write is remembered. Commerce sends events of its own within a minute; retries and the journal take longer.</summary>
    public TimeSpan Window { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Writes kept in memory at most; beyond that the store is asked.</summary>
    public int MemoryLimit { get; set; } = 50_000;

    /// <summary>On several nodes: how often each looks whether any of them writes.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Rows removed by one statement at most.</summary>
    public int SweepBatch { get; set; } = 1000;
}

/// <summary>Names every value that cannot work, at start.</summary>
internal sealed class OwnChangeOptionsValidator : IValidateOptions<OwnChangeOptions>
{
    public ValidateOptionsResult Validate(string? name, OwnChangeOptions options)
    {
        var problems = new List<string>();
        if (options.Window <= TimeSpan.Zero || options.Window > TimeSpan.FromDays(7))
            problems.Add($"{OwnChangeOptions.Section}:{nameof(options.Window)} must be longer than zero and at most 7 days, but is {options.Window}.");
        if (options.PollInterval < TimeSpan.FromMilliseconds(100) || options.PollInterval > TimeSpan.FromMinutes(1))
            problems.Add($"{OwnChangeOptions.Section}:{nameof(options.PollInterval)} must be from 0.1 seconds to a minute, but is {options.PollInterval}.");
        if (options.MemoryLimit is < 1 or > 1_000_000)
            problems.Add($"{OwnChangeOptions.Section}:{nameof(options.MemoryLimit)} must be from 1 to 1000000, but is {options.MemoryLimit}.");
        if (options.SweepBatch is < 1 or > 2000)
            problems.Add($"{OwnChangeOptions.Section}:{nameof(options.SweepBatch)} must be from 1 to 2000, but is {options.SweepBatch}.");
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
