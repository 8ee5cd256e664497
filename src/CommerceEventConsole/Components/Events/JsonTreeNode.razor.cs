using System.Runtime.InteropServices;
using System.Text.Json;
using CommerceEventConsole.Engine.Events;
using Microsoft.AspNetCore.Components;

namespace CommerceEventConsole.Components.Events;

/// <summary>One value of a payload. What is folded is not rendered, and long lists unfold in steps, so that 2 MB open like 2 kB.</summary>
public sealed partial class JsonTreeNode
{
    private const int Step = 100;
    private const int OpenDepth = 2;
    private const int OpenCount = 60;
    private const int ShortText = 400;
    private const int LongText = 20_000;

    private bool _open;
    private bool _whole;
    private int _shown = Step;

    /// <summary>Its name or place.</summary>
    [Parameter]
    public string Name { get; set; } = "";

    /// <summary>The value.</summary>
    [Parameter, EditorRequired]
    public JsonElement Value { get; set; }

    /// <summary>How deep it stands.</summary>
    [Parameter]
    public int Depth { get; set; }

    /// <summary>Whether it is the whole payload.</summary>
    [Parameter]
    public bool IsRoot { get; set; }

    /// <summary>Whether values are hidden.</summary>
    [Parameter]
    public bool IsMasked { get; set; }

    private int Count => Value.ValueKind switch
    {
        JsonValueKind.Object => Value.GetPropertyCount(),
        JsonValueKind.Array => Value.GetArrayLength(),
        _ => 0,
    };

    private string Summary => Value.ValueKind is JsonValueKind.Array ? EventWords.Count(Count, "entry").Replace("entrys", "entries", StringComparison.Ordinal) : EventWords.Count(Count, "field");

    private IEnumerable<(string Name, JsonElement Value)> Children => Value.ValueKind is JsonValueKind.Array
        ? Value.EnumerateArray().Select((v, i) => ($"{i + 1}", v))
        : Value.EnumerateObject().Select(p => (JsonDisplay.NameOf(p), p.Value));

    private bool IsCut => JsonMarshal.GetRawUtf8Value(Value).Length > ShortText;

    private string Text => Value.ValueKind switch
    {
        JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Null => "empty",
        JsonValueKind.String when Value.ValueEquals(""u8) => "empty text",
        _ => JsonDisplay.TextOf(Value, _whole ? LongText : ShortText),
    };

    /// <inheritdoc />
    protected override void OnInitialized() => _open = Depth < OpenDepth && (Depth == 0 || Count <= OpenCount);
}
