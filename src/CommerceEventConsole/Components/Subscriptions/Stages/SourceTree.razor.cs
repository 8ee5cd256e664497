using CommerceEventConsole.Components.Forms;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;

namespace CommerceEventConsole.Components.Subscriptions.Stages;

/// <summary>A tree of fields of which one is taken, by mouse and by keyboard (WAI-ARIA's pattern of a tree view). Folded branches are not rendered.</summary>
public sealed partial class SourceTree : IAsyncDisposable
{
    private const int Max = 200;

    private readonly Dictionary<string, ElementReference> _elements = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> _open = new(StringComparer.Ordinal);
    private List<Row> _rows = [];
    private SourceNode? _active;
    private SourceNode? _toFocus;
    private ElementReference _tree;
    private IJSObjectReference? _module;
    private string _search = "";
    private bool _isTamed;

    /// <summary>The fields.</summary>
    [Parameter, EditorRequired]
    public SourceCatalog Sources { get; set; } = SourceCatalog.Empty;

    /// <summary>What the tree is called.</summary>
    [Parameter]
    public string Label { get; set; } = "Known fields";

    /// <summary>The path that is taken now.</summary>
    [Parameter]
    public string? Chosen { get; set; }

    /// <summary>Told of the path that is taken.</summary>
    [Parameter]
    public EventCallback<string> Choose { get; set; }

    /// <summary>Told that none is.</summary>
    [Parameter]
    public EventCallback Close { get; set; }

    [Inject]
    private IJSRuntime Js { get; set; } = null!;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_module is not null)
                await _module.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone, and what it listened to with it.
        }
    }

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        // What is taken now is in sight; where nothing is, what Commerce was asked for is what one looks for, and the event where it was not.
        for (var node = Chosen is null ? null : Sources.Find(Chosen); node is not null; node = node.Parent)
            _open[node.Path] = true;
        if (_open.Count == 0 && Sources.Roots.Count > 0)
            _open[(Sources.Roots.Count > 2 ? Sources.Roots[2] : Sources.Roots[0]).Node.Path] = true;
        Show();
        _active = Chosen is null ? null : _rows.Find(r => r.Node == Sources.Find(Chosen))?.Node;
        _active = _toFocus = _active ?? (_rows.Count > 0 ? _rows[0].Node : null);
    }

    /// <inheritdoc />
    protected override void OnParametersSet() => Show();

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
        if (_toFocus is { } node && _elements.TryGetValue(node.Path, out var element))
        {
            _toFocus = null;
            await element.TryFocusAsync();
        }
    }

    private void Show()
    {
        _rows = [];
        Collect(Sources.Roots.Select(r => r.Node));
        if (_active is null || !_rows.Exists(r => r.Node == _active))
            _active = _rows.Count > 0 ? _rows[0].Node : null;
    }

    private void Collect(IEnumerable<SourceNode> nodes)
    {
        foreach (var node in nodes.Where(n => _search.Trim().Length == 0 || IsFound(n)))
        {
            var isOpen = node.Children.Count > 0 && (_open.TryGetValue(node.Path, out var open) && _search.Length == 0 ? open : _search.Length > 0 && node.Children.Any(IsFound));
            _rows.Add(new Row(node, isOpen));
            if (isOpen)
                Collect(node.Children);
        }
    }

    private bool IsFound(SourceNode node) => node.Path.Contains(_search.Trim(), StringComparison.OrdinalIgnoreCase) || node.Children.Any(IsFound);

    private void SetOpen(SourceNode node, bool open)
    {
        _open[node.Path] = open;
        Show();
    }

    // A group is opened; who wants it whole takes it with Enter.
    private Task PressAsync(Row row)
    {
        _active = row.Node;
        if (row.Node.Children.Count == 0)
            return TakeAsync(row.Node);
        SetOpen(row.Node, !row.IsOpen);
        return Task.CompletedTask;
    }

    private Task TakeAsync(SourceNode node) => Choose.InvokeAsync(node.Path);

    private async Task KeyAsync(KeyboardEventArgs e)
    {
        var at = _rows.FindIndex(r => r.Node == _active);
        if (at < 0)
            return;
        var row = _rows[at];
        switch (e.Key)
        {
            case "ArrowDown" when at + 1 < Math.Min(_rows.Count, Max):
                MoveTo(_rows[at + 1].Node);
                break;
            case "ArrowUp" when at > 0:
                MoveTo(_rows[at - 1].Node);
                break;
            case "Home":
                MoveTo(_rows[0].Node);
                break;
            case "End":
                MoveTo(_rows[Math.Min(_rows.Count, Max) - 1].Node);
                break;
            case "ArrowRight" when row.IsOpen:
                MoveTo(_rows[at + 1].Node);
                break;
            case "ArrowRight" when row.Node.Children.Count > 0:
                SetOpen(row.Node, true);
                break;
            case "ArrowLeft" when row.IsOpen:
                SetOpen(row.Node, false);
                break;
            case "ArrowLeft" when row.Node.Parent is { } parent:
                MoveTo(parent);
                break;
            case "Enter" or " ":
                await TakeAsync(row.Node);
                break;
            case "Escape":
                await Close.InvokeAsync();
                break;
        }
    }

    private void MoveTo(SourceNode node) => _active = _toFocus = node;

    private sealed record Row(SourceNode Node, bool IsOpen);
}
