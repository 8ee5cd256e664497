using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace CommerceEventConsole.Engine.Deliveries.Batches;

/// <summary>One delivery of a batch, ready to be sent.</summary>
/// <param name="Id">Its <see cref="Outbound.IdempotencyId"/>.</param>
/// <param name="Event">Its CloudEvent: a JSON object.</param>
public readonly record struct BatchItem(string Id, byte[] Event);

/// <summary>Several CloudEvents in one body (CloudEvents 1.0, JSON batch format: JSON format 4).</summary>
public static class BatchBody
{
    /// <summary>The media type of the JSON batch format.</summary>
    public const string ContentType = "application/cloudevents-batch+json; charset=utf-8";

    /// <summary>
    /// The extension attribute that carries each item's idempotency id: a request has only one <c>webhook-id</c>, and a delivery that is
    /// sent again may come in other company.
    /// </summary>
    public const string IdAttribute = "idempotencyid";

    /// <summary>Writes the items as a JSON array, each with its id in front; the events' own bytes stay as they are.</summary>
    /// <exception cref="FormatException">An event is no JSON object with at least one member.</exception>
    public static byte[] Write(IReadOnlyList<BatchItem> items)
    {
        var output = new ArrayBufferWriter<byte>(items.Sum(i => i.Event.Length + 64) + 2);
        output.Write("["u8);
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0)
                output.Write(","u8);
            var members = items[i].Event.AsSpan().TrimStart(" \t\r\n"u8);
            if (members.IsEmpty || members[0] != (byte)'{' || members[1..].TrimStart(" \t\r\n"u8) is [] or [(byte)'}', ..])
                throw new FormatException("A CloudEvent is a JSON object.");
            output.Write(Encoding.UTF8.GetBytes($$"""{"{{IdAttribute}}":"{{items[i].Id}}","""));
            output.Write(members[1..]);
        }

        output.Write("]"u8);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>The <c>id</c> of a CloudEvent; empty where it has none.</summary>
    public static string EventIdOf(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != 1)
                continue;
            if (reader.ValueTextEquals("id"u8))
                return reader.Read() && reader.TokenType == JsonTokenType.String ? reader.GetString()! : "";
            reader.Skip();
        }

        return "";
    }

    /// <summary>The <c>webhook-id</c> of a batch: the same for the same items in the same order.</summary>
    public static string IdOf(IReadOnlyList<BatchItem> items)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var item in items)
            hash.AppendData(Encoding.UTF8.GetBytes(item.Id + "\n"));
        return "batch_" + Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 16));
    }
}
