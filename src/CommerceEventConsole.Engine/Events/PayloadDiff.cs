using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Subscriptions.Matching;

namespace CommerceEventConsole.Engine.Events;

/// <summary>One field that differs between two payloads.</summary>
/// <param name="Path">Where it is, e.g. <c>items[MUG-01].qty_shipped</c>.</param>
/// <param name="Before">Its text before; null where it was not there or empty.</param>
/// <param name="After">Its text after; null where it is not there or empty.</param>
/// <param name="IsMinor">Whether it changes with every save and says nothing.</param>
public readonly record struct FieldChange(string Path, string? Before, string? After, bool IsMinor);

/// <summary>
/// What changed from one payload to the next, as a merchant sees it: <c>"12.50"</c> and <c>12.5</c> are one number, <c>1</c> and
/// <c>true</c> one flag (spec 9.6, check 69), and null, <c>""</c>, <c>{}</c> and <c>[]</c> all say nothing (check 70).
/// </summary>
public static class PayloadDiff
{
    /// <summary>Changes reported at most.</summary>
    public const int MaxChanges = 200;

    private const int TextLimit = 200;
    private static readonly byte[][] Identities =
        [.. new[] { "item_id", "entity_id", "id", "sku", "track_number", "value_id", "code" }.Select(System.Text.Encoding.UTF8.GetBytes)];

    private static readonly HashSet<string> Minor = new(StringComparer.Ordinal)
        { "updated_at", "timestamp", "uid", "_isNew", "row_version", "store_name" };

    /// <summary>Compares two payloads.</summary>
    /// <param name="before">The earlier one.</param>
    /// <param name="after">The later one.</param>
    /// <param name="onlyShared">
    /// Whether fields that only one of them has are passed over: events of two types about one entity carry different fields.
    /// </param>
    public static ImmutableArray<FieldChange> Compare(JsonElement before, JsonElement after, bool onlyShared = false)
    {
        var changes = ImmutableArray.CreateBuilder<FieldChange>();
        if (before.ValueKind == JsonValueKind.Object || after.ValueKind == JsonValueKind.Object)
            CompareObjects("", before, after, isMinor: false, onlyShared, changes);
        else
            Compare("", before, after, isMinor: false, onlyShared, changes);
        return changes.ToImmutable();
    }

    private static void Compare(
        string path, JsonElement before, JsonElement after, bool isMinor, bool onlyShared, ImmutableArray<FieldChange>.Builder changes)
    {
        if (changes.Count == MaxChanges) return;
        var (had, has) = (!IsNothing(before), !IsNothing(after));
        if (!had && !has) return;

        if (had && has && before.ValueKind == JsonValueKind.Object && after.ValueKind == JsonValueKind.Object)
            CompareObjects(path, before, after, isMinor, onlyShared, changes);
        else if (had && has && IsListOfObjects(before) && IsListOfObjects(after))
            CompareLists(path, before, after, isMinor, onlyShared, changes);
        else if (!had || !has || !AreSame(before, after))
            changes.Add(new FieldChange(path, had ? Show(before) : null, has ? Show(after) : null, isMinor));
    }

    private static void CompareObjects(
        string path, JsonElement before, JsonElement after, bool isMinor, bool onlyShared, ImmutableArray<FieldChange>.Builder changes)
    {
        var earlier = Fields(before);
        var later = Fields(after);
        foreach (var (name, value) in later)
        {
            var known = earlier.TryGetValue(name, out var old);
            if (known || !onlyShared) Compare(Join(path, name), old, value, isMinor || Minor.Contains(name), onlyShared, changes);
        }

        if (onlyShared) return;
        foreach (var (name, value) in earlier)
        {
            if (!later.ContainsKey(name)) Compare(Join(path, name), value, default, isMinor || Minor.Contains(name), onlyShared, changes);
        }
    }

    private static void CompareLists(
        string path, JsonElement before, JsonElement after, bool isMinor, bool onlyShared, ImmutableArray<FieldChange>.Builder changes)
    {
        var earlier = Items(before);
        var later = Items(after);
        foreach (var (name, value) in later)
            Compare($"{path}[{name}]", earlier.GetValueOrDefault(name), value, isMinor, onlyShared, changes);
        foreach (var (name, value) in earlier)
        {
            if (!later.ContainsKey(name)) Compare($"{path}[{name}]", value, default, isMinor, onlyShared, changes);
        }
    }

    // _origData is Commerce's own copy of the values before the save (spec 6.7), no field of the entity.
    private static Dictionary<string, JsonElement> Fields(JsonElement value)
    {
        var fields = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        if (value.ValueKind != JsonValueKind.Object) return fields;
        foreach (var property in value.EnumerateObject())
        {
            var name = JsonDisplay.NameOf(property);
            if (name is not "_origData") fields[name] = property.Value;
        }

        return fields;
    }

    // Elements are told apart by an identity that all of them carry and none shares, else by their place.
    private static Dictionary<string, JsonElement> Items(JsonElement list)
    {
        foreach (var identity in Identities)
        {
            var items = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
            var isIdentity = true;
            foreach (var item in list.EnumerateArray())
            {
                isIdentity = SafeJson.TryGetProperty(item, identity, out var id) && JsonScalar.Is(id) && items.TryAdd(Label(item, id), item);
                if (!isIdentity) break;
            }

            if (isIdentity) return items;
        }

        return list.EnumerateArray().Index().ToDictionary(i => $"{i.Index + 1}", i => i.Item, StringComparer.Ordinal);
    }

    // A SKU says more to a person than a row's number.
    private static string Label(JsonElement item, JsonElement id)
    {
        var text = JsonDisplay.TextOf(id, 60);
        if (!SafeJson.TryGetProperty(item, "sku"u8, out var sku) || sku.ValueKind != JsonValueKind.String) return text;
        var name = JsonDisplay.TextOf(sku, 60);
        return string.Equals(name, text, StringComparison.Ordinal) ? text : $"{name} #{text}";
    }

    private static bool AreSame(JsonElement before, JsonElement after)
    {
        if (before.ValueKind == JsonValueKind.Array && after.ValueKind == JsonValueKind.Array)
            return before.GetArrayLength() == after.GetArrayLength() && before.EnumerateArray().Zip(after.EnumerateArray()).All(p => AreSame(p.First, p.Second));
        if (!JsonScalar.Is(before) || !JsonScalar.Is(after))
            return JsonMarshal.GetRawUtf8Value(before).SequenceEqual(JsonMarshal.GetRawUtf8Value(after));
        using var first = JsonScalar.Read(before, stackalloc byte[64]);
        using var second = JsonScalar.Read(after, stackalloc byte[64]);
        return first.Text.SequenceEqual(second.Text)
            || (ExactNumber.TryParse(first.Text, out var one) && ExactNumber.TryParse(second.Text, out var other) && ExactNumber.Compare(one, other) == 0);
    }

    private static bool IsNothing(JsonElement value) =>
        SafeJson.IsEmpty(value) || (value.ValueKind == JsonValueKind.String && value.ValueEquals(""u8));

    private static bool IsListOfObjects(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array) return false;
        foreach (var item in value.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Object) return false;
        }

        return true;
    }

    private static string Show(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        JsonValueKind.Array when value.EnumerateArray().All(JsonScalar.Is) =>
            string.Join(", ", value.EnumerateArray().Take(20).Select(v => JsonDisplay.TextOf(v, 40))),
        _ => JsonDisplay.TextOf(value, TextLimit),
    };

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
