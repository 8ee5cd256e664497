using CommerceEventConsole.Components.Forms;
using System.Globalization;
using CommerceEventConsole.Engine.Subscriptions.Fields;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;

namespace CommerceEventConsole.Components.Subscriptions;

/// <summary>A tree of fields to tick, by mouse and by keyboard (WAI-ARIA's pattern of a tree view). Folded branches are not rendered.</summary>
public sealed partial class FieldTreeView : IAsyncDisposable
{
    private const int Step = 300;

    private readonly Dictionary<string, ElementReference> _elements = new(StringComparer.Ordinal);
    private readonly Dictionary<FieldTreeNode, bool> _open = [];
    private List<Row> _rows = [];
    private FieldTree? _shown;
    private FieldTreeNode? _active;
    private FieldTreeNode? _editing;
    private FieldTreeNode? _toFocus;
    private string? _newName;
    private string _search = "";
    private int _limit = Step;
    private bool _focusName;
    private ElementReference _tree;
    private ElementReference _nameInput;
    private IJSObjectReference? _module;
    private bool _isTamed;

    /// <summary>The fields.</summary>
    [Parameter, EditorRequired]
    public FieldTree Tree { get; set; } = FieldTree.Empty;

    /// <summary>What is chosen of them.</summary>
    [Parameter, EditorRequired]
    public FieldSelection Selection { get; set; } = null!;

    /// <summary>Told of another choice.</summary>
    [Parameter]
    public EventCallback<FieldSelection> SelectionChanged { get; set; }

    [Inject]
    private IJSRuntime Js { get; set; } = null!;

    private string Summary => Tree.EventCount > 0
        ? string.Create(CultureInfo.InvariantCulture, $"From the last {Tree.EventCount} {(Tree.EventCount == 1 ? "event" : "events")} and the catalogue")
        : Tree.Root.Children.Count > 0 ? "From the catalogue; no event of this type is stored yet" : "";

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_module is null)
            return;
        try
        {
            await _module.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone, and what it listened to with it.
        }
    }

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        if (!ReferenceEquals(_shown, Tree))
        {
            _shown = Tree;
            _open.Clear();
            (_active, _editing, _limit) = (null, null, Step);
        }

        Show();
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_rows.Count > 0 && !_isTamed)
        {
            // The browser would scroll at arrow keys and send the form at Enter.
            _isTamed = true;
            try
            {
                _module ??= await Js.InvokeAsync<IJSObjectReference>("import", "./Components/Subscriptions/FieldTreeView.razor.js");
                await _module.InvokeVoidAsync("tame", _tree);
            }
            catch (Exception e) when (e is OperationCanceledException or JSDisconnectedException)
            {
                return;
            }
        }

        _isTamed &= _rows.Count > 0;
        if (_focusName)
        {
            _focusName = false;
            await _nameInput.TryFocusAsync();
        }
        else if (_toFocus is { } node && _elements.TryGetValue(node.Path, out var element))
        {
            _toFocus = null;
            await element.TryFocusAsync();
        }
    }

    private void Show()
    {
        _rows = [];
        Collect(Tree.Root);
        if (_active is null || !_rows.Exists(r => r.Node == _active))
            _active = _rows.Count > 0 ? _rows[0].Node : null;
    }

    private void Collect(FieldTreeNode parent)
    {
        foreach (var node in parent.Children.Where(n => _search.Length == 0 || IsFound(n)))
        {
            var isOpen = node.Children.Count > 0 && IsOpen(node);
            _rows.Add(new Row(node, isOpen));
            if (isOpen)
                Collect(node);
        }
    }

    // Open by itself where something in it is chosen or found.
    private bool IsOpen(FieldTreeNode node) => _open.TryGetValue(node, out var open)
        ? open
        : _search.Length > 0 ? node.Children.Any(IsFound) : Selection.StateOf(node) is FieldChoice.Partly;

    private bool IsFound(FieldTreeNode node) =>
        node.Path.Contains(_search.Trim(), StringComparison.OrdinalIgnoreCase) || node.Children.Any(IsFound);

    private void SetOpen(FieldTreeNode node, bool open)
    {
        _open[node] = open;
        Show();
    }

    private void FocusOn(FieldTreeNode node) => _active = node;

    private void MoveTo(FieldTreeNode? node)
    {
        if (node is null)
            return;
        _active = _toFocus = node;
        _limit = Math.Max(_limit, _rows.FindIndex(r => r.Node == node) + 1);
    }

    private async Task ToggleAsync(FieldTreeNode node)
    {
        _active = node;
        await SelectionChanged.InvokeAsync(Selection.Toggle(node, Tree.Root));
    }

    private async Task KeyAsync(KeyboardEventArgs e)
    {
        if (_editing is not null)
        {
            if (e.Key == "Enter")
                await EndEditAsync();
            else if (e.Key == "Escape")
                CancelEdit();
            return;
        }

        if (_active is null)
            return;
        var at = _rows.FindIndex(r => r.Node == _active);
        switch (e.Key)
        {
            case "ArrowDown" when at + 1 < _rows.Count:
                MoveTo(_rows[at + 1].Node);
                break;
            case "ArrowUp" when at > 0:
                MoveTo(_rows[at - 1].Node);
                break;
            case "Home":
                MoveTo(_rows[0].Node);
                break;
            case "End":
                MoveTo(_rows[^1].Node);
                break;
            case "ArrowRight" when _active.Children.Count > 0:
                if (_rows[at].IsOpen)
                    MoveTo(_rows[at + 1].Node);
                else
                    SetOpen(_active, true);
                break;
            case "ArrowLeft" when _rows[at].IsOpen:
                SetOpen(_active, false);
                break;
            case "ArrowLeft" when _active.Parent != Tree.Root:
                MoveTo(_active.Parent);
                break;
            case " ":
                await ToggleAsync(_active);
                break;
            case "Enter":
                await EditAsync(_active);
                break;
        }
    }

    private async Task EditAsync(FieldTreeNode node)
    {
        if (Selection.StateOf(node) is FieldChoice.Out && node.CanBeChosen)
            await SelectionChanged.InvokeAsync(Selection.Toggle(node, Tree.Root));
        Edit(node);
    }

    private void Edit(FieldTreeNode node)
    {
        if (Selection.StateOf(node) is not FieldChoice.Chosen)
            return;
        _active = _editing = node;
        _newName = null;
        _focusName = true;
    }

    private async Task EndEditAsync()
    {
        if (_editing is not { } node)
            return;
        CancelEdit();
        if (_newName is { } name)
            await SelectionChanged.InvokeAsync(Selection.Rename(node, name));
    }

    private void CancelEdit() => (_toFocus, _editing) = (_editing, null);

    private sealed record Row(FieldTreeNode Node, bool IsOpen);
}
