using System.Globalization;
using System.Text.Json;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Deliveries.Outbound;
using CommerceEventConsole.Engine.Intake;

namespace CommerceEventConsole.Engine.Failures;

/// <summary>What an event is about, as far as its failure is concerned.</summary>
/// <param name="Stake">What is held up while it does not arrive.</param>
/// <param name="Values">What of it must not stand in a message that is shared by many.</param>
public sealed record EventAtStake(Stake Stake, IReadOnlyCollection<string> Values)
{
    /// <summary>Of an event that cannot be read.</summary>
    public static EventAtStake Unknown { get; } = new(new Stake(EntityKind.None), []);
}

/// <summary>Reads out of a stored event what its failure holds up. Never throws, whatever the event holds.</summary>
public sealed class StakeReader(EventCatalogue catalogue, EntityExtractor entities)
{
    private const long MostUnits = 1_000_000_000_000;

    // Commerce's own total and its currency, then both in the currency of the books.
    private static readonly (byte[] Total, byte[] Currency)[] Totals =
    [
        ("grand_total"u8.ToArray(), "order_currency_code"u8.ToArray()),
        ("base_grand_total"u8.ToArray(), "base_currency_code"u8.ToArray()),
    ];

    /// <summary>Reads an event; in the documented shape and in the one of the description alike (spec 6.2, 1.3).</summary>
    public EventAtStake Read(OutboundEvent source)
    {
        try
        {
            using var document = StoredDocument.Open(source.ContentMode, source.Headers, source.Body);
            var type = catalogue.Describe(source.EventType);
            var payload = PayloadRoot.Find(document.Data, type.Info);
            var keys = new List<SearchKey>();
            var entity = entities.Extract(type, payload, keys);
            var (value, currency) = entity.Kind == EntityKind.Order ? TotalOf(payload.Entity) : default;
            var stake = new Stake(entity.Kind, OrderKey.Of(entity), value, currency);
            return new EventAtStake(stake, [.. keys.Select(k => k.Value), .. EventValues.Of(payload.Root), .. KeyOf(entity)]);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            // What cannot be read is why it failed.
            return EventAtStake.Unknown;
        }
    }

    private static IEnumerable<string> KeyOf(EntityRef entity) => entity.Key is { } key ? [key] : [];

    private static (long? Value, string? Currency) TotalOf(JsonElement order)
    {
        foreach (var (total, currency) in Totals)
        {
            if (SafeJson.TryGetProperty(order, total, out var amount) && Amount(amount) is { } value)
                return (value, SafeJson.TryGetProperty(order, currency, out var code) ? Currency(code) : null);
        }

        return default;
    }

    private static long? Amount(JsonElement value)
    {
        Span<char> buffer = stackalloc char[40];
        return SafeJson.TryReadText(value, buffer, out var written)
            && decimal.TryParse(buffer[..written], NumberStyles.Float, CultureInfo.InvariantCulture, out var amount)
            && amount is >= 0 and <= MostUnits
            ? (long)Math.Round(amount * Stake.Unit)
            : null;
    }

    private static string? Currency(JsonElement value)
    {
        Span<char> buffer = stackalloc char[4];
        return SafeJson.TryReadText(value, buffer, out var written) && written == 3 && buffer[..3].IndexOfAnyExceptInRange('A', 'Z') < 0
            ? buffer[..3].ToString()
            : null;
    }
}
