using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Intake;

/// <summary>Section <c>Intake</c>.</summary>
public sealed class IntakeOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Intake";

    /// <summary>Largest request in bytes: Adobe's batches reach 2 MB (spec 2.4).</summary>
    public int MaxBodyBytes { get; set; } = 2 * 1024 * 1024;

    /// <summary>Deepest nesting of one event, in levels.</summary>
    public int MaxDepth { get; set; } = 64;

    /// <summary>
    /// Items of one batch. Adobe sends 20 (spec 2.4); past this limit the batch is refused as one, since its rows would not fit the
    /// write queue and would be asked for again without end.
    /// </summary>
    public int MaxBatchItems { get; set; } = 10_000;

    /// <summary>Seconds that a 503 asks the sender to wait.</summary>
    public int RetryAfterSeconds { get; set; } = 5;

    /// <summary>Hours that a public key is kept; Adobe allows 24 (spec 2.9, step 4).</summary>
    public double PublicKeyHours { get; set; } = 12;

    /// <summary>
    /// Seconds that fetching a public key may take, its second attempt included; a request may need two keys, and its sender waits 10
    /// for the whole answer (spec 2.5).
    /// </summary>
    public double PublicKeyTimeoutSeconds { get; set; } = 3;

    /// <summary>Fetches of unknown public keys a minute, so that forged requests cannot make the console hammer the key host.</summary>
    public int PublicKeyFetchesPerMinute { get; set; } = 60;
}

internal sealed class IntakeOptionsValidator : IValidateOptions<IntakeOptions>
{
    public ValidateOptionsResult Validate(string? name, IntakeOptions options)
    {
        var errors = new List<string>();
        Require(options.MaxBodyBytes is >= 1024 and <= 64 * 1024 * 1024, "MaxBodyBytes must be between 1024 and 67108864");
        Require(options.MaxDepth is >= 8 and <= 512, "MaxDepth must be between 8 and 512");
        Require(options.MaxBatchItems is >= 20 and <= 100_000, "MaxBatchItems must be between 20 and 100000");
        Require(options.RetryAfterSeconds is >= 1 and <= 3600, "RetryAfterSeconds must be between 1 and 3600");
        Require(options.PublicKeyHours is > 0 and <= 24, "PublicKeyHours must be above 0 and at most 24");
        Require(options.PublicKeyTimeoutSeconds is > 0 and <= 4, "PublicKeyTimeoutSeconds must be above 0 and at most 4");
        Require(options.PublicKeyFetchesPerMinute is >= 2 and <= 10_000, "PublicKeyFetchesPerMinute must be between 2 and 10000");
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);

        void Require(bool holds, string message)
        {
            if (!holds)
                errors.Add($"{IntakeOptions.Section}:{message}.");
        }
    }
}
