using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace CommerceEventConsole.Engine.Subscriptions.Matching;

/// <summary>
/// Whether a value is unchanged although Commerce wrote it in another form: scalars by <see cref="ScalarEquality"/>, all
/// spellings of "empty" alike (null, absent, <c>{}</c>, <c>[]</c>, <c>"[]"</c>: spec 9.6 check 70), objects whatever the order
/// of their names, arrays element by element. Past <see cref="MostLevels"/> only the same spelling is unchanged, so that no sender can
/// make the stack run over.
/// </summary>
internal static class LooseJson
{
    private const int MostLevels = 128;

    public static bool AreSame(JsonElement first, JsonElement second) => AreSame(first, second, level: 0);

    private static bool AreSame(JsonElement first, JsonElement second, int level)
    {
        if (IsEmpty(first) || IsEmpty(second)) return IsEmpty(first) && IsEmpty(second);
        if (JsonScalar.Is(first)) return JsonScalar.Is(second) && ScalarEquality.AreEqual(first, second);
        if (first.ValueKind != second.ValueKind) return false;
        if (level == MostLevels) return JsonMarshal.GetRawUtf8Value(first).SequenceEqual(JsonMarshal.GetRawUtf8Value(second));
        return first.ValueKind == JsonValueKind.Array ? AreSameLists(first, second, level + 1) : AreSameObjects(first, second, level + 1);
    }

    private static bool IsEmpty(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => true,
        JsonValueKind.Array => value.GetArrayLength() == 0,
        JsonValueKind.Object => value.GetPropertyCount() == 0,
        JsonValueKind.String => JsonMarshal.GetRawUtf8Value(value).SequenceEqual("\"[]\""u8),
        _ => false,
    };

    private static bool AreSameLists(JsonElement first, JsonElement second, int level)
    {
        if (first.GetArrayLength() != second.GetArrayLength()) return false;
        var others = second.EnumerateArray();
        foreach (var item in first.EnumerateArray())
        {
            if (!others.MoveNext() || !AreSame(item, others.Current, level)) return false;
        }

        return true;
    }

    // Through a dictionary, so that large objects in another order cost no square of their size.
    private static bool AreSameObjects(JsonElement first, JsonElement second, int level)
    {
        var (left, right) = (Members(first), Members(second));
        return left.Count == right.Count
            && left.All(member => right.TryGetValue(member.Key, out var other) && AreSame(member.Value, other, level));
    }

    // Names as they stand in the document: the framework's own reading throws on a lone surrogate.
    private static Dictionary<string, JsonElement> Members(JsonElement value)
    {
        var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var property in value.EnumerateObject()) members[Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8PropertyName(property))] = property.Value;
        return members;
    }
}
