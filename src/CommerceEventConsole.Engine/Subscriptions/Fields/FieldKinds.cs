namespace CommerceEventConsole.Engine.Subscriptions.Fields;

/// <summary>The kinds of value that a field was seen with. Commerce writes one field in several ways (spec 9.6 checks 69 and 70).</summary>
[Flags]
public enum FieldKinds
{
    /// <summary>No value was seen.</summary>
    None = 0,

    /// <summary>Text that is no number.</summary>
    Text = 1,

    /// <summary>A number.</summary>
    Number = 2,

    /// <summary>A number written as text, such as <c>"99.9500"</c>.</summary>
    NumberAsText = 4,

    /// <summary>True or false.</summary>
    YesNo = 8,

    /// <summary>An object with fields of its own.</summary>
    Group = 16,

    /// <summary>An array, or PHP's list with gaps.</summary>
    List = 32,

    /// <summary>Null.</summary>
    Empty = 64,
}
