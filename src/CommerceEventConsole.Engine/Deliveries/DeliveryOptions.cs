using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Deliveries;

/// <summary>Section <c>Delivery</c>: how the dispatcher works, whatever the destination.</summary>
public sealed class DeliveryOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Delivery";

    /// <summary>How often each destination's queue is looked at without being told, so that what other nodes made due is found.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The shortest time between two claims for a destination whose queue was empty a moment ago.</summary>
    public TimeSpan ClaimInterval { get; set; } = TimeSpan.FromMilliseconds(25);

    /// <summary>Deliveries leased by one claim at most.</summary>
    public int ClaimBatch { get; set; } = 1000;

    /// <summary>Deliveries in hand for a destination, as a multiple of what it may have in flight; a fast one gets more: see <see cref="Ahead"/>.</summary>
    public int Prefetch { get; set; } = 4;

    /// <summary>A destination has as many deliveries in hand as it took in this time, so that it never waits for the store.</summary>
    public TimeSpan Ahead { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Deliveries in hand for a destination at most, however fast it is.</summary>
    public int MostInHand { get; set; } = 2000;

    /// <summary>Megabytes of events in hand for a destination, about: large ones are claimed in smaller numbers.</summary>
    public int HandMegabytes { get; set; } = 32;

    /// <summary>What a lease lasts beyond the time that a delivery waits for its turn and is sent.</summary>
    public TimeSpan LeaseMargin { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often leases that ran out are looked for.</summary>
    public TimeSpan LeaseCheckInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long attempts in flight may go on when the console stops; then they are cut off.</summary>
    public TimeSpan StopGrace { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The wait after the store failed, before it is asked again.</summary>
    public TimeSpan ErrorPause { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Deliveries changed by one statement at most.</summary>
    public int ChunkSize { get; set; } = 500;
}

/// <summary>Names every value that cannot work, at start.</summary>
internal sealed class DeliveryOptionsValidator : IValidateOptions<DeliveryOptions>
{
    // A statement on SQL Server takes 2,100 parameters.
    private const int LargestChunk = 2000;

    public ValidateOptionsResult Validate(string? name, DeliveryOptions options)
    {
        var problems = new List<string>();
        Positive(options.PollInterval, nameof(options.PollInterval), problems);
        Positive(options.LeaseMargin, nameof(options.LeaseMargin), problems);
        Positive(options.LeaseCheckInterval, nameof(options.LeaseCheckInterval), problems);
        Positive(options.ErrorPause, nameof(options.ErrorPause), problems);
        NotNegative(options.ClaimInterval, nameof(options.ClaimInterval), problems);
        NotNegative(options.StopGrace, nameof(options.StopGrace), problems);
        Between(options.ClaimBatch, 1, LargestChunk, nameof(options.ClaimBatch), problems);
        Between(options.Prefetch, 1, 10, nameof(options.Prefetch), problems);
        Positive(options.Ahead, nameof(options.Ahead), problems);
        Between(options.MostInHand, 1, 100_000, nameof(options.MostInHand), problems);
        Between(options.HandMegabytes, 1, 1024, nameof(options.HandMegabytes), problems);
        Between(options.ChunkSize, 1, LargestChunk, nameof(options.ChunkSize), problems);
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static void Positive(TimeSpan value, string name, List<string> problems)
    {
        if (value <= TimeSpan.Zero)
            problems.Add($"{DeliveryOptions.Section}:{name} must be longer than zero, but is {value}.");
    }

    private static void NotNegative(TimeSpan value, string name, List<string> problems)
    {
        if (value < TimeSpan.Zero)
            problems.Add($"{DeliveryOptions.Section}:{name} must not be negative, but is {value}.");
    }

    private static void Between(int value, int least, int most, string name, List<string> problems)
    {
        if (value < least || value > most)
            problems.Add($"{DeliveryOptions.Section}:{name} must be from {least} to {most}, but is {value}.");
    }
}
