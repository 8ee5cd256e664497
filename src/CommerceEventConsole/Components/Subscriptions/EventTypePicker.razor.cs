using CommerceEventConsole.Components.Forms;
using CommerceEventConsole.Engine.Catalogue;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Radzen.Blazor;

namespace CommerceEventConsole.Components.Subscriptions;

/// <summary>Chooses an event type from the catalogue, or takes any other by its name.</summary>
public partial class EventTypePicker
{
    private const int MaxShown = 40;

    private ElementReference _search;
    private RadzenButton? _change;
    private IReadOnlyList<EventTypeInfo> _found = [];
    private string _text = "";
    private string? _searched;
    private bool _choosing;
    private bool _preventDefault;

    /// <summary>The canonical name of the chosen type; empty for none.</summary>
    [Parameter, EditorRequired]
    public string Value { get; set; } = "";

    /// <summary>Told of the choice.</summary>
    [Parameter]
    public EventCallback<string> ValueChanged { get; set; }

    [Inject]
    private EventCatalogue Catalogue { get; set; } = null!;

    [CascadingParameter]
    private FormState Form { get; set; } = new();

    private EventTypeInfo? Known => Catalogue.Find(Value);

    private string? FreeText => _text.Trim() is { Length: > 0 } text && !text.Contains(' ', StringComparison.Ordinal)
        && Catalogue.Find(EventTypeName.Canonicalize(text)) is null
            ? text
            : null;

    /// <inheritdoc />
    protected override bool ShouldRender()
    {
        Search();
        return true;
    }

    /// <inheritdoc />
    protected override void OnParametersSet() => Search();

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (Form.TakeFocus("eventType"))
        {
            if (Value.Length > 0 && !_choosing)
                await _change!.Element.FocusAsync();
            else
                await _search.FocusAsync();
        }
    }

    private void Search()
    {
        if (_searched == _text)
            return;
        _searched = _text;
        _found = EventTypeSearch.Find(Catalogue, _text);
    }

    // Enter takes the first one found; it must not send the form.
    private async Task OnKey(KeyboardEventArgs e)
    {
        _preventDefault = e.Key == "Enter";
        if (e.Key == "Enter" && (_found.Count > 0 ? _found[0].Name : FreeText) is { } name && _text.Length > 0)
            await ChooseAsync(name);
    }

    private async Task ChooseAsync(string name)
    {
        _choosing = false;
        _text = "";
        Form.Change();
        await ValueChanged.InvokeAsync(EventTypeName.Canonicalize(name));
    }
}
