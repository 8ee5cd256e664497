using System.Globalization;
using CommerceEventConsole.Components.Forms;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Subscriptions;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Radzen.Blazor;

namespace CommerceEventConsole.Components.Subscriptions;

/// <summary>Chooses an event type from the catalogue, or takes any other by its name.</summary>
public sealed partial class EventTypePicker : IDisposable
{
    private const int MaxShown = 40;
    private const int MaxStrangers = 20;

    private ElementReference _search;
    private RadzenButton? _change;
    private IReadOnlyList<EventTypeInfo> _found = [];
    private string _text = "";
    private string? _searched;
    private bool _choosing;
    private readonly CancellationTokenSource _leaving = new();
    private IReadOnlyDictionary<string, int>? _arrivals;
    private bool _isReading;

    /// <summary>The canonical name of the chosen type; empty for none.</summary>
    [Parameter, EditorRequired]
    public string Value { get; set; } = "";

    /// <summary>Told of the choice.</summary>
    [Parameter]
    public EventCallback<string> ValueChanged { get; set; }

    [Inject]
    private EventCatalogue Catalogue { get; set; } = null!;

    [Inject]
    private EventTypeArrivals Arrivals { get; set; } = null!;

    [Inject]
    private ILogger<EventTypePicker> Logger { get; set; } = null!;

    [CascadingParameter]
    private FormState Form { get; set; } = new();

    private EventTypeInfo? Known => Catalogue.Find(Value);

    private string? FreeText => _text.Trim() is { Length: > 0 } text && !text.Contains(' ', StringComparison.Ordinal)
        && Catalogue.Find(EventTypeName.Canonicalize(text)) is null
            ? text
            : null;

    // Types that were stored although the catalogue does not know them.
    private IEnumerable<string> Strangers => (_arrivals?.Keys ?? [])
        .Where(name => Catalogue.Find(name) is null && name.Contains(_text.Trim(), StringComparison.OrdinalIgnoreCase))
        .OrderByDescending(name => _arrivals![name]).Take(MaxStrangers);

    /// <inheritdoc />
    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    /// <inheritdoc />
    protected override Task OnParametersSetAsync() => Value.Length == 0 || _choosing ? CountAsync() : Task.CompletedTask;

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (Form.TakeFocus("eventType"))
        {
            if (Value.Length > 0 && !_choosing)
                await _change!.Element.TryFocusAsync();
            else
                await _search.TryFocusAsync();
        }
    }

    // While it is drawn: what is typed on a busy screen is drawn once for several letters.
    private void Search()
    {
        if (_searched == _text)
            return;
        _searched = _text;
        var found = EventTypeSearch.Find(Catalogue, _text);
        // Before one searches, what really comes is what one most likely looks for.
        _found = _text.Trim().Length > 0 || _arrivals is not { Count: > 0 } arrivals
            ? found
            : [.. found.OrderByDescending(t => arrivals.ContainsKey(t.Name))];
    }

    private Task OpenAsync()
    {
        _choosing = true;
        return CountAsync();
    }

    // Read once; the list is there without it.
    private async Task CountAsync()
    {
        if (_arrivals is not null || _isReading)
            return;
        _isReading = true;
        try
        {
            _arrivals = await Arrivals.ReadAsync(_leaving.Token);
            _searched = null;
        }
        catch (OperationCanceledException) when (_leaving.IsCancellationRequested)
        {
            // The page was left.
        }
        catch (Exception e)
        {
            Logger.LogWarning(e, "The arrivals by event type could not be read");
        }
        finally
        {
            _isReading = false;
        }
    }

    private string? Arrived(string name) => _arrivals?.GetValueOrDefault(name) switch
    {
        null or 0 => null,
        > EventTypeArrivals.MaxCount => string.Create(CultureInfo.InvariantCulture, $"more than {EventTypeArrivals.MaxCount:N0} in 7 days "),
        { } count => string.Create(CultureInfo.InvariantCulture, $"{count:N0} in 7 days "),
    };

    // Enter takes the first one found.
    private async Task OnKey(KeyboardEventArgs e)
    {
        if (e.Key is not "Enter")
            return;
        Search();
        if ((_found.Count > 0 ? _found[0].Name : FreeText) is { } name && _text.Length > 0)
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
