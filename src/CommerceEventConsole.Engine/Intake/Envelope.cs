using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace CommerceEventConsole.Engine.Intake;

/// <summary>The CloudEvents attributes that intake needs, read from one event in one pass. Everything else stays in the bytes received.</summary>
internal sealed class Envelope
{
    private const string SupportedVersion = "1.0";
    private string? _newEventId;
    private string? _oldEventId;
    private string? _newRecipient;
    private string? _oldRecipient;
    private string? _specVersion;

    /// <summary>The producer's id.</summary>
    public string Id { get; private set; } = "";

    /// <summary>The producer.</summary>
    public string Source { get; private set; } = "";

    /// <summary>The event type as sent.</summary>
    public string Type { get; private set; } = "";

    /// <summary>When it happened; null where the sender did not say, or not in RFC 3339.</summary>
    public DateTimeOffset? Time { get; private set; }

    /// <summary>Adobe's id of the event; <c>event_id</c> is its old name, to be removed by the end of 2026 (spec 2.4).</summary>
    public string? AdobeEventId => _newEventId ?? _oldEventId;

    /// <summary>Who the event is for, under its new or old name (spec 2.4).</summary>
    public string? RecipientClientId => _newRecipient ?? _oldRecipient;

    /// <summary>CloudEvents <c>data</c>; undefined where the event has none.</summary>
    public JsonElement Data { get; private set; }

    /// <summary>What makes the event unusable, one sentence each.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>What is odd but does no harm.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>Reads a structured event.</summary>
    public static Envelope Read(JsonElement item)
    {
        var envelope = new Envelope();
        if (item.ValueKind != JsonValueKind.Object)
        {
            envelope.Problems.Add($"The event is not a JSON object but {Describe(item.ValueKind)}.");
            return envelope;
        }

        foreach (var property in item.EnumerateObject())
        {
            var name = JsonMarshal.GetRawUtf8PropertyName(property);
            if (name.SequenceEqual("data"u8))
                envelope.Data = property.Value;
            else if (AttributeName(name) is { } attribute)
                envelope.SetFromJson(attribute, property.Value);
        }

        envelope.Complete();
        return envelope;
    }

    /// <summary>Reads an event in binary mode: attributes in <c>ce-</c> headers, percent-encoded (CloudEvents HTTP binding, 3.1.3).</summary>
    public static Envelope Read(IEnumerable<KeyValuePair<string, string>> attributes, JsonElement data)
    {
        var envelope = new Envelope { Data = data };
        foreach (var (name, value) in attributes)
        {
            if (AttributeName(Encoding.UTF8.GetBytes(name)) is { } attribute)
                envelope.Set(attribute, value);
        }

        envelope.Complete();
        return envelope;
    }

    private static Attribute? AttributeName(ReadOnlySpan<byte> name) => name.Length switch
    {
        2 when name.SequenceEqual("id"u8) => Attribute.Id,
        4 when name.SequenceEqual("type"u8) => Attribute.Type,
        4 when name.SequenceEqual("time"u8) => Attribute.Time,
        6 when name.SequenceEqual("source"u8) => Attribute.Source,
        7 when name.SequenceEqual("eventid"u8) => Attribute.EventId,
        8 when name.SequenceEqual("event_id"u8) => Attribute.OldEventId,
        11 when name.SequenceEqual("specversion"u8) => Attribute.SpecVersion,
        17 when name.SequenceEqual("recipientclientid"u8) => Attribute.Recipient,
        19 when name.SequenceEqual("recipient_client_id"u8) => Attribute.OldRecipient,
        _ => null,
    };

    private static string NameOf(Attribute attribute) => attribute switch
    {
        Attribute.Id => "id",
        Attribute.Type => "type",
        Attribute.Time => "time",
        Attribute.Source => "source",
        Attribute.EventId => "eventid",
        Attribute.OldEventId => "event_id",
        Attribute.SpecVersion => "specversion",
        Attribute.Recipient => "recipientclientid",
        _ => "recipient_client_id",
    };

    private static string Describe(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "text",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        JsonValueKind.Null => "null",
        _ => "an object",
    };

    private void SetFromJson(Attribute attribute, JsonElement value)
    {
        // An optional attribute that is null counts as absent.
        if (value.ValueKind == JsonValueKind.Null)
            return;
        if (value.ValueKind != JsonValueKind.String)
        {
            Problems.Add($"{NameOf(attribute)}: must be text, but is {Describe(value.ValueKind)}.");
            return;
        }

        try
        {
            Set(attribute, value.GetString()!);
        }
        catch (InvalidOperationException)
        {
            Problems.Add($"{NameOf(attribute)}: holds half of a surrogate pair, which is no character.");
        }
    }

    private void Set(Attribute attribute, string value)
    {
        if (value.AsSpan().IndexOfAnyInRange('\u0000', '\u001f') >= 0)
        {
            Problems.Add($"{NameOf(attribute)}: holds a control character.");
            return;
        }

        switch (attribute)
        {
            case Attribute.Id:
                Id = value;
                break;
            case Attribute.Source:
                Source = value;
                break;
            case Attribute.Type:
                Type = value;
                break;
            case Attribute.SpecVersion:
                _specVersion = value;
                break;
            case Attribute.EventId:
                _newEventId = NullIfEmpty(value);
                break;
            case Attribute.OldEventId:
                _oldEventId = NullIfEmpty(value);
                break;
            case Attribute.Recipient:
                _newRecipient = NullIfEmpty(value);
                break;
            case Attribute.OldRecipient:
                _oldRecipient = NullIfEmpty(value);
                break;
            case Attribute.Time when DateTimeOffset.TryParse(
                value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time):
                Time = time;
                break;
            default:
                Warnings.Add("time: not a time as RFC 3339 writes it.");
                break;
        }
    }

    private void Complete()
    {
        Require(_specVersion ?? "", "specversion");
        Require(Id, "id");
        Require(Source, "source");
        Require(Type, "type");
        if (_specVersion is { Length: > 0 } version && !string.Equals(version, SupportedVersion, StringComparison.Ordinal))
            Problems.Add($"specversion: '{Shorten(version)}' is not supported, only '{SupportedVersion}'.");
        if (Type.Length > MaxTypeLength)
            Problems.Add($"type: longer than {MaxTypeLength} characters.");
    }

    /// <summary>Longest event type in characters.</summary>
    public const int MaxTypeLength = 200;

    private void Require(string value, string name)
    {
        if (value.Length == 0 && !Problems.Exists(p => p.StartsWith(name + ":", StringComparison.Ordinal)))
            Problems.Add($"{name}: missing or empty.");
    }

    private static string Shorten(string value) => value.Length <= 20 ? value : value[..20] + "...";

    private static string? NullIfEmpty(string value) => value.Length == 0 ? null : value;

    private enum Attribute
    {
        Id,
        Source,
        Type,
        Time,
        SpecVersion,
        EventId,
        OldEventId,
        Recipient,
        OldRecipient,
    }
}
