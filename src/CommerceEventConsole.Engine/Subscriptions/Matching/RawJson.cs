using System.Runtime.InteropServices;
using System.Text.Json;

namespace CommerceEventConsole.Engine.Subscriptions.Matching;

/// <summary>Tells where in a document an element stands, which <see cref="JsonElement"/> itself does not say.</summary>
internal static class RawJson
{
    /// <summary>True when both are the same place of the same document.</summary>
    public static bool AreSamePlace(JsonElement first, JsonElement second) =>
        first.ValueKind != JsonValueKind.Undefined && second.ValueKind != JsonValueKind.Undefined
        && JsonMarshal.GetRawUtf8Value(first) == JsonMarshal.GetRawUtf8Value(second);

    /// <summary>True when <paramref name="inner"/> stands somewhere inside <paramref name="outer"/>, or is it.</summary>
    public static bool Contains(JsonElement outer, JsonElement inner)
    {
        if (outer.ValueKind == JsonValueKind.Undefined || inner.ValueKind == JsonValueKind.Undefined) return false;
        var place = JsonMarshal.GetRawUtf8Value(inner);
        return JsonMarshal.GetRawUtf8Value(outer).Overlaps(place, out var offset) && offset >= 0;
    }

    /// <summary>Raw name of the property of <paramref name="parent"/> that holds <paramref name="child"/>; empty when none does.</summary>
    public static ReadOnlySpan<byte> NameOf(JsonElement child, JsonElement parent)
    {
        if (parent.ValueKind != JsonValueKind.Object || child.ValueKind == JsonValueKind.Undefined) return default;
        foreach (var property in parent.EnumerateObject())
        {
            if (AreSamePlace(property.Value, child)) return JsonMarshal.GetRawUtf8PropertyName(property);
        }

        return default;
    }
}
