using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CommerceEventConsole.Sandbox.BackOffice.Erp;

/// <summary>Reads what is sent to the ERP: names in camelCase, dates as `dd.MM.yyyy`, numbers also as text with a decimal comma.</summary>
internal static class ErpInput
{
    public const string DateFormat = "dd.MM.yyyy";

    private const int LongestText = 4000;
    private const int LongestKey = 128;

    public static string? Text(JsonObject? body, string name)
    {
        if (body?[name] is not { } node)
            return null;
        if (node is JsonValue value && value.GetValueKind() is JsonValueKind.String or JsonValueKind.Number && node.ToString() is { Length: <= LongestText } text)
            return text;
        throw ErpFault.Field(name, $"{name} must be text");
    }

    public static string Needed(JsonObject body, string name, string path = "") =>
        Text(body, name) is { Length: > 0 } text ? text : throw ErpFault.Field(path + name, $"{name} is missing");

    /// <summary>Text by which something is known.</summary>
    public static string Key(JsonObject body, string name, string path = "") =>
        Needed(body, name, path) is { Length: <= LongestKey } key ? key : throw ErpFault.Field(path + name, $"{name} is too long");

    public static decimal? Number(JsonObject? body, string name, string path = "")
    {
        if (Text(body, name) is not { } text)
            return null;
        return decimal.TryParse(text.Replace(',', '.'), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) < 1_000_000_000
            ? number
            : throw ErpFault.Field(path + name, $"{name} is no number");
    }

    /// <summary>A number that must be there and is not negative.</summary>
    public static decimal NeededNumber(JsonObject body, string name, string path = "") =>
        (Number(body, name, path) ?? throw ErpFault.Field(path + name, $"{name} is missing")) is >= 0 and var number ? number : throw ErpFault.Field(path + name, $"{name} must not be negative");

    public static DateOnly? Date(JsonObject body, string name)
    {
        if (Text(body, name) is not { } text)
            return null;
        return DateOnly.TryParseExact(text, DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : throw ErpFault.Field(name, $"{name} must be a date such as 04.05.2026");
    }

    public static bool? Flag(JsonObject body, string name) => body[name] switch
    {
        null => null,
        JsonValue value when value.ToString() is "true" or "1" => true,
        JsonValue value when value.ToString() is "false" or "0" => false,
        _ => throw ErpFault.Field(name, $"{name} must be true or false"),
    };

    /// <summary>The nested lines of an order; null where there are none.</summary>
    public static List<ErpLine>? Lines(JsonObject body)
    {
        if (body["positions"] is not { } positions)
            return null;
        if ((positions as JsonObject)?["position"] is not JsonArray { Count: > 0 } list)
            throw ErpFault.Field("positions.position", "an order has positions");
        return [.. list.Select((node, index) =>
        {
            var path = $"positions.position[{Sandbox.Text.Of(index)}].";
            var line = node as JsonObject ?? throw ErpFault.Field(path, "a position is an object");
            var quantity = NeededNumber(line, "qty", path);
            if (quantity == 0)
                throw ErpFault.Field(path + "qty", "qty must be above 0");
            return new ErpLine(Key(line, "articleNo", path))
            {
                LineNo = (int)(Number(line, "lineNo", path) ?? (index + 1) * 10), Text = Text(line, "text"), Qty = quantity, UnitPrice = NeededNumber(line, "unitPrice", path),
            };
        })];
    }

    /// <summary>The head of an order.</summary>
    public static ErpOrderHead Head(JsonObject body)
    {
        var (to, ship, amounts) = (body["soldTo"] as JsonObject, body["shipTo"] as JsonObject, body["amounts"] as JsonObject);
        return new ErpOrderHead
        {
            Channel = Text(body, "channel"), OrderDate = Date(body, "orderDate"), Currency = Text(body, "currency"), ShopStatus = Text(body, "shopStatus"),
            CustomerRef = Text(body, "customerRef"), Email = Text(to, "email"), Name1 = Text(to, "name1"), Name2 = Text(to, "name2"), Company = Text(to, "company"),
            Street = Text(ship, "street"), Zip = Text(ship, "zip"), Town = Text(ship, "town"), Country = Text(ship, "country"),
            Net = Number(amounts, "net"), Tax = Number(amounts, "tax"), Freight = Number(amounts, "freight"), Discount = Number(amounts, "discount"), Gross = Number(amounts, "gross"),
        };
    }
}
