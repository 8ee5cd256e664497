using System.Runtime.InteropServices;
using System.Text.Json;
using CommerceEventConsole.Engine.Catalogue;

namespace CommerceEventConsole.Engine.Subscriptions.Matching;

/// <summary>Is shown every value that a path leads to; a struct, so that a walk allocates nothing.</summary>
internal interface IFieldVisitor
{
    /// <summary>Looks at one value; false ends the walk.</summary>
    bool Visit(JsonElement value);
}

/// <summary>Follows a path through a payload, with the same reading of it that <see cref="FieldFilter"/> has.</summary>
internal static class FieldWalk
{
    private enum Step
    {
        Absent,
        Done,
        Stopped,
    }

    /// <summary>Shows the visitor every value at the path: below the root, or below the nested entity where the root lacks the first name.</summary>
    public static void Run<TVisitor>(FieldPath path, in PayloadRoot payload, ref TVisitor visitor)
        where TVisitor : struct, IFieldVisitor
    {
        if (Follow(payload.Root, path, 0, ref visitor) == Step.Absent && !RawJson.AreSamePlace(payload.Root, payload.Entity))
            Follow(payload.Entity, path, 0, ref visitor);
    }

    private static Step Follow<TVisitor>(JsonElement at, FieldPath path, int index, ref TVisitor visitor)
        where TVisitor : struct, IFieldVisitor
    {
        if (index == path.Parts.Length) return visitor.Visit(at) ? Step.Done : Step.Stopped;
        if (at.ValueKind != JsonValueKind.Object) return Step.Absent;

        var segment = path.Parts[index];
        if (!TryFind(at, segment, out var value, out var isLiteral)) return Step.Absent;
        if (isLiteral) return visitor.Visit(value) ? Step.Done : Step.Stopped;
        if (segment.IsArray) return FollowEach(value, path, index + 1, ref visitor);
        return Follow(value, path, index + 1, ref visitor) == Step.Stopped ? Step.Stopped : Step.Done;
    }

    private static Step FollowEach<TVisitor>(JsonElement value, FieldPath path, int index, ref TVisitor visitor)
        where TVisitor : struct, IFieldVisitor
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in value.EnumerateArray())
            {
                if (Follow(item, path, index, ref visitor) == Step.Stopped) return Step.Stopped;
            }
        }
        else if (value.ValueKind == JsonValueKind.Object && FieldWriter.IsKeyedList(value))
        {
            foreach (var property in value.EnumerateObject())
            {
                if (Follow(property.Value, path, index, ref visitor) == Step.Stopped) return Step.Stopped;
            }
        }

        return Step.Done;
    }

    // Of several equal names the last counts, as it does for PHP and for the framework.
    private static bool TryFind(JsonElement at, FieldSegment segment, out JsonElement value, out bool isLiteral)
    {
        value = default;
        isLiteral = false;
        var isFound = false;
        foreach (var property in at.EnumerateObject())
        {
            var name = JsonMarshal.GetRawUtf8PropertyName(property);
            if (segment.Utf8Literal.Length > 0 && JsonName.Is(name, segment.Utf8Literal))
            {
                value = property.Value;
                isLiteral = isFound = true;
            }
            else if (!isLiteral && JsonName.Is(name, segment.Utf8Name))
            {
                value = property.Value;
                isFound = true;
            }
        }

        return isFound;
    }
}
