using System.Text;

namespace CommerceEventConsole.Engine.Subscriptions.Matching;

/// <summary>
/// A parsed path of Adobe's field syntax (spec 6.7): <c>sku</c>, <c>stock_data.qty</c>, <c>items[].options[].value</c>,
/// <c>product._origData</c>, or <c>*</c> alone.
/// <para>The syntax cannot quote a dot. A property whose own name holds one is still reached, because at every level the
/// whole remaining path is first looked up as a literal name, and split at its first dot only where no such name exists.</para>
/// </summary>
public sealed class FieldPath
{
    /// <summary>Name of the object with the previous values.</summary>
    public const string OriginalData = "_origData";

    private FieldPath(string text, FieldSegment[] segments)
    {
        Text = text;
        Parts = segments;
    }

    /// <summary>The path as written.</summary>
    public string Text { get; }

    /// <summary>The names from the payload root down; none for <c>*</c>.</summary>
    public IReadOnlyList<FieldSegment> Segments => Parts;

    /// <summary>True for <c>*</c>: everything but <c>_origData</c>.</summary>
    public bool IsWildcard => Parts.Length == 0;

    /// <summary>True when any name was written with <c>[]</c>.</summary>
    internal bool HasArrays => Array.Exists(Parts, segment => segment.IsArray);

    internal FieldSegment[] Parts { get; }

    /// <summary>Parses a path; when it is not one, <paramref name="problem"/> says where and why.</summary>
    public static bool TryParse(string? text, out FieldPath? path, out string? problem)
    {
        path = null;
        problem = FieldPathSyntax.Check(text);
        if (problem is not null) return false;

        path = text is "*" ? new FieldPath(text, []) : new FieldPath(text!, Split(text!));
        return true;
    }

    /// <inheritdoc />
    public override string ToString() => Text;

    private static FieldSegment[] Split(string text)
    {
        var names = text.Split('.');
        var segments = new FieldSegment[names.Length];
        var start = 0;
        for (var index = 0; index < names.Length; index++)
        {
            var isArray = names[index].EndsWith("[]", StringComparison.Ordinal);
            segments[index] = new FieldSegment(isArray ? names[index][..^2] : names[index], isArray, text[start..]);
            start += names[index].Length + 1;
        }

        return segments;
    }
}

/// <summary>One name of a path.</summary>
public sealed class FieldSegment
{
    internal FieldSegment(string name, bool isArray, string remaining, string? newName = null)
    {
        Name = name;
        NewName = newName;
        IsArray = isArray;
        Utf8Name = Encoding.UTF8.GetBytes(name);
        Remaining = remaining;
        Utf8Literal = string.Equals(remaining, name, StringComparison.Ordinal) ? [] : Encoding.UTF8.GetBytes(remaining);
    }

    /// <summary>Property name, without <c>[]</c>.</summary>
    public string Name { get; }

    /// <summary>True when the name was written with <c>[]</c>: the rest applies to each element.</summary>
    public bool IsArray { get; }

    /// <summary>The name it goes out under when a field entry renames it; only ever on the last segment.</summary>
    internal string? NewName { get; }

    /// <summary>The name it goes out under.</summary>
    internal string OutName => NewName ?? Name;

    /// <summary>The path from this segment on, as written.</summary>
    internal string Remaining { get; }

    internal byte[] Utf8Name { get; }

    /// <summary>The remaining path as a property name; empty when that is the name itself.</summary>
    internal byte[] Utf8Literal { get; }

    internal FieldSegment Renamed(string? newName) => newName is null ? this : new FieldSegment(Name, IsArray, Remaining, newName);
}
