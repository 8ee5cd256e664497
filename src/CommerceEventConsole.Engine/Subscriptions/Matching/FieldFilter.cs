using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using CommerceEventConsole.Engine.Catalogue;

namespace CommerceEventConsole.Engine.Subscriptions.Matching;

/// <summary>
/// What of a payload is kept (spec 6.7), compiled from a field list. Safe for any number of threads.
/// <list type="bullet">
/// <item>No fields: the payload root as it came, byte for byte.</item>
/// <item><c>*</c>: everything but <c>_origData</c>, at any depth; a field that names a whole object leaves it out too. It must be asked for by name.</item>
/// <item>A field that the payload lacks is left out; the objects around it stay, so that nesting and line numbers hold.</item>
/// <item><c>items[].sku</c> on an object whose values are all objects, PHP's list with gaps, keeps the keys and reduces each value.</item>
/// <item>An empty value (null, <c>{}</c>, <c>[]</c>, <c>"[]"</c>) on the way travels as it came; any other value of the wrong kind is left out.</item>
/// <item>A field whose first name the root lacks is sought in the nested entity (<c>value.order</c>), and written where it was found.</item>
/// <item>Repeated names are all kept, each reduced, in their order.</item>
/// <item><c>items[].sku as article</c> puts the new name in the place of the last one; the objects around it stay. Beside <c>*</c>
/// or a whole object the field goes out under the new name alone, and another field of that name there gives way to it.</item>
/// </list>
/// </summary>
public sealed class FieldFilter
{
    private const int StackFlags = 128;

    private readonly FieldNode? _root;
    private Nested? _lastNested;

    private FieldFilter(FieldNode? root) => _root = root;

    /// <summary>The filter of an empty field list.</summary>
    public static FieldFilter Everything { get; } = new(null);

    /// <summary>True when the payload is sent as it came.</summary>
    public bool KeepsEverything => _root is null;

    /// <summary>Compiles a field list and adds what is wrong with it to <paramref name="problems"/>, naming each field.</summary>
    public static FieldFilter Compile(IReadOnlyList<string> fields, ICollection<string> problems)
    {
        if (fields.Count == 0) return Everything;

        var tails = new List<PathTail>(fields.Count);
        var names = new OutboundNames();
        for (var index = 0; index < fields.Count; index++)
        {
            var entry = FieldEntry.Parse(fields[index]);
            if (!TryParse(fields[index], entry, out var tail, out var problem) || !names.TryAdd(tail, entry, out problem))
                problems.Add($"fields[{index}] '{fields[index]}': {problem}");
            else
                tails.Add(tail);
        }

        return new FieldFilter(FieldNode.Root(tails));
    }

    /// <summary>Writes the payload root reduced to the fields; <c>null</c> when the event has no payload.</summary>
    public void Write(IBufferWriter<byte> output, in PayloadRoot payload)
    {
        var value = payload.Root;
        if (value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null) output.Write("null"u8);
        else if (_root is null) FieldWriter.WriteRaw(output, value);
        else if (value.ValueKind == JsonValueKind.Object) FieldWriter.Write(output, value, NodeFor(payload), _root.IsWhole);
        else if (_root.IsWhole) FieldWriter.WriteRest(output, value);
        else output.Write("{}"u8);
    }

    private static bool TryParse(string text, FieldEntry entry, out PathTail tail, out string? problem)
    {
        tail = default;
        // Blanks at the end are gone by now.
        problem = entry.As is null && entry.Path.EndsWith(" as", StringComparison.Ordinal) ? FieldPathSyntax.MissingNewName : null;
        if (problem is not null || !FieldPath.TryParse(entry.Path, out var path, out problem)) return false;

        problem = entry.As is null ? null
            : path!.IsWildcard ? "'*' stands for all fields, which cannot be given one name."
            : FieldPathSyntax.CheckNewName(entry.As, text.Trim().Length - entry.As.Length);
        if (problem is not null) return false;

        tail = new PathTail(path!.IsWildcard ? [] : [.. path.Parts[..^1], path.Parts[^1].Renamed(entry.As)], 0);
        return true;
    }

    private FieldNode NodeFor(in PayloadRoot payload)
    {
        var members = _root!.Members;
        var present = members.Length <= StackFlags ? stackalloc bool[StackFlags] : new bool[members.Length];
        present = present[..members.Length];
        foreach (var property in payload.Root.EnumerateObject()) Mark(members, JsonMarshal.GetRawUtf8PropertyName(property), present);
        if (!present.Contains(false)) return _root;

        var entity = RawJson.AreSamePlace(payload.Root, payload.Entity) ? default : RawJson.NameOf(payload.Entity, payload.Root);
        if (entity.IsEmpty) return _root;

        // Events of one type look alike, so the last answer nearly always fits the next event too.
        if (_lastNested is { } last && last.Fits(entity, present)) return last.Root;
        var nested = new Nested(entity.ToArray(), present.ToArray(), Nest(present, Encoding.UTF8.GetString(entity)));
        _lastNested = nested;
        return nested.Root;
    }

    private static void Mark(FieldNode[] members, ReadOnlySpan<byte> name, Span<bool> present)
    {
        for (var index = 0; index < members.Length; index++)
        {
            if (!present[index] && JsonName.Is(name, members[index].Name)) present[index] = true;
        }
    }

    private FieldNode Nest(ReadOnlySpan<bool> present, string entity)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var index = 0; index < present.Length; index++)
        {
            if (present[index]) names.Add(Encoding.UTF8.GetString(_root!.Members[index].Name));
        }

        var below = new FieldSegment(entity, isArray: false, entity);
        return FieldNode.Root(_root!.MemberTails.Select(tail =>
            tail.IsEnd || names.Contains(tail.Head.Name) || names.Contains(tail.Head.Remaining)
                ? tail
                : new PathTail([below, .. tail.Segments], 0)));
    }

    private sealed record Nested(byte[] Entity, bool[] Present, FieldNode Root)
    {
        public bool Fits(ReadOnlySpan<byte> entity, ReadOnlySpan<bool> present) =>
            entity.SequenceEqual(Entity) && present.SequenceEqual(Present);
    }
}
