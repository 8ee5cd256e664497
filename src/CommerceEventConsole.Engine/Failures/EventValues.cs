using System.Text.Json;
using CommerceEventConsole.Engine.Catalogue;

namespace CommerceEventConsole.Engine.Failures;

/// <summary>Values of an event that must not stand in a message that is shared by many: who bought, what, and where it goes.</summary>
internal static class EventValues
{
    // A payload is as large as a stranger makes it.
    private const int MaxNodes = 5_000;
    private const int MaxValues = 500;
    private const int MaxLength = 120;

    private static readonly string[] Telling =
    [
        "name", "street", "city", "company", "phone", "fax", "postcode", "zip", "region", "vat", "tax_id", "taxvat", "dob", "birth", "email", "mail",
        "sku", "increment_id", "remote_ip", "forwarded", "address", "contact", "coupon", "track",
    ];

    /// <summary>Texts below properties whose name says that they tell a person, a place or an article.</summary>
    public static IEnumerable<string> Of(JsonElement payload)
    {
        var open = new Stack<(JsonElement Value, bool IsTelling)>();
        open.Push((payload, false));
        var found = 0;
        for (var nodes = 0; open.Count > 0 && nodes < MaxNodes && found < MaxValues; nodes++)
        {
            var (value, isTelling) = open.Pop();
            switch (value.ValueKind)
            {
                case JsonValueKind.Object:
                    foreach (var property in value.EnumerateObject())
                        open.Push((property.Value, isTelling || IsTelling(property)));
                    break;
                case JsonValueKind.Array:
                    foreach (var item in value.EnumerateArray())
                        open.Push((item, isTelling));
                    break;
                case JsonValueKind.String when isTelling && Text(value) is { Length: > 0 } text:
                    found++;
                    yield return text;
                    break;
            }
        }
    }

    private static bool IsTelling(JsonProperty property)
    {
        var name = Events.JsonDisplay.NameOf(property);
        return Array.Exists(Telling, t => name.Contains(t, StringComparison.OrdinalIgnoreCase));
    }

    private static string Text(JsonElement value)
    {
        Span<char> buffer = stackalloc char[MaxLength];
        return SafeJson.TryReadText(value, buffer, out var written) ? buffer[..written].Trim().ToString() : "";
    }
}
