using System.Text.Json;

namespace CommerceEventConsole.Engine.Catalogue;

/// <summary>The form a sender gave to CloudEvents <c>data</c>.</summary>
public enum PayloadShape : byte
{
    /// <summary>Adobe's own: <c>data.value</c> (spec 6.2).</summary>
    Documented = 0,

    /// <summary>The AsyncAPI description's: <c>data.event.&lt;entity&gt;</c> (spec 1.3).</summary>
    Seed = 1,

    /// <summary>Commerce's inner view: <c>data.event.data.value</c> (spec 6.2).</summary>
    Local = 2,

    /// <summary><c>data</c> is the payload itself: any other CloudEvents sender, and back-office events (spec 8.2).</summary>
    Plain = 3,
}

/// <summary>Where in CloudEvents <c>data</c> the payload begins, and where in it the entity's fields are.</summary>
/// <param name="Root">What field filters and rules refer to.</param>
/// <param name="Entity">The object with the entity's own fields; the same as <paramref name="Root"/> when they are flat.</param>
/// <param name="Shape">How <paramref name="Root"/> was wrapped.</param>
public readonly record struct PayloadRoot(JsonElement Root, JsonElement Entity, PayloadShape Shape)
{
    /// <summary>Finds the payload of an event; never throws, whatever <paramref name="data"/> holds (spec 9.6, check 68).</summary>
    /// <param name="data">CloudEvents <c>data</c>; <see langword="default"/> when the event has none.</param>
    /// <param name="info">What the catalogue says about the event type, if it knows it.</param>
    public static PayloadRoot Find(JsonElement data, EventTypeInfo? info)
    {
        var root = Unwrap(data, info is not null, out var shape);
        return new PayloadRoot(root, FindEntity(root, info, shape), shape);
    }

    private static JsonElement Unwrap(JsonElement data, bool known, out PayloadShape shape)
    {
        if (SafeJson.TryGetProperty(data, "value"u8, out var value) && IsWrapped(data, value, known))
        {
            shape = PayloadShape.Documented;
            return value;
        }

        if (SafeJson.TryGetProperty(data, "event"u8, out var inner) && inner.ValueKind == JsonValueKind.Object)
        {
            if (SafeJson.TryGetProperty(inner, "data"u8, out var local) && SafeJson.TryGetProperty(local, "value"u8, out value))
            {
                shape = PayloadShape.Local;
                return value;
            }

            shape = PayloadShape.Seed;
            return inner;
        }

        shape = PayloadShape.Plain;
        return data;
    }

    // Other senders use a field named "value" for their own ends: a scalar is never a wrapped payload, and an object
    // is one when Adobe's companions stand beside it or nothing else does.
    private static bool IsWrapped(JsonElement data, JsonElement value, bool known) =>
        value.ValueKind is JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Null
        && (known
            || data.GetPropertyCount() == 1
            || SafeJson.TryGetProperty(data, "_metadata"u8, out _)
            || SafeJson.TryGetProperty(data, "key"u8, out _)
            || SafeJson.TryGetProperty(data, "source"u8, out _));

    private static JsonElement FindEntity(JsonElement root, EventTypeInfo? info, PayloadShape shape)
    {
        if (root.ValueKind != JsonValueKind.Object) return root;
        if (info is null) return EntityNames.FindAny(root);

        if (info.EntityPropertyUtf8 is { } property && TryGetObject(root, property, out var nested)) return nested;
        if (shape != PayloadShape.Seed && info.HasKey(root)) return root;

        foreach (var name in EntityNames.Of(info.EntityKind))
        {
            if (TryGetObject(root, name, out nested)) return nested;
        }

        return shape == PayloadShape.Seed ? OnlyObject(root) : root;
    }

    // The description nests whatever the entity is called.
    private static JsonElement OnlyObject(JsonElement root)
    {
        foreach (var property in root.EnumerateObject())
            return root.GetPropertyCount() == 1 && property.Value.ValueKind == JsonValueKind.Object ? property.Value : root;
        return root;
    }

    private static bool TryGetObject(JsonElement root, ReadOnlySpan<byte> name, out JsonElement value) =>
        SafeJson.TryGetProperty(root, name, out value) && value.ValueKind == JsonValueKind.Object;
}
