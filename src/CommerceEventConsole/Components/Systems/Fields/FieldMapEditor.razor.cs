using System.Globalization;
using System.Text.Json.Nodes;
using CommerceEventConsole.Components.Forms;
using CommerceEventConsole.Engine.BackOffice;
using CommerceEventConsole.Engine.BackOffice.Mapping;
using CommerceEventConsole.Engine.BackOffice.Systems;
using Microsoft.AspNetCore.Components;

namespace CommerceEventConsole.Components.Systems.Fields;

/// <summary>
/// What a system exchanges: the field map of each kind as a table, and all of it as JSON, in step with each other. Rows are tried on records
/// that were fetched from the system, while they are edited.
/// </summary>
public partial class FieldMapEditor
{
    private const int MaxUnused = 100;

    private List<FieldRowEntry> _rows = [];
    private IReadOnlyDictionary<RecordKind, IReadOnlyList<FieldRule>> _maps = new Dictionary<RecordKind, IReadOnlyList<FieldRule>>();
    private IReadOnlyList<FieldTrial> _trials = [];
    private IReadOnlyList<DocumentField> _known = [];
    private IReadOnlyList<JsonNode> _documents = [];
    private LargeText? _text;
    private SystemConnector _connector;
    private string? _seen;
    private string? _taken;
    private string? _problem;
    private RecordKind _kind;
    private bool _isText;
    private bool _isTextStale;

    /// <summary>By what means the system is talked to.</summary>
    [Parameter, EditorRequired]
    public SystemConnector Connector { get; set; }

    /// <summary>JSON of what is exchanged.</summary>
    [Parameter, EditorRequired]
    public string Records { get; set; } = "";

    /// <summary>Told of the changed JSON.</summary>
    [Parameter]
    public EventCallback<string> RecordsChanged { get; set; }

    /// <summary>Rises when <see cref="Records"/> is another text, as that of a preset is.</summary>
    [Parameter]
    public int Version { get; set; }

    /// <summary>Whether records can be fetched.</summary>
    [Parameter]
    public bool CanFetch { get; set; }

    /// <summary>Why not, and what to do.</summary>
    [Parameter]
    public string FetchHint { get; set; } = "";

    /// <summary>Whether the page does something already.</summary>
    [Parameter]
    public bool IsBusy { get; set; }

    /// <summary>What was fetched, by kind.</summary>
    [Parameter]
    public IReadOnlyDictionary<RecordKind, SystemSample> Samples { get; set; } = new Dictionary<RecordKind, SystemSample>();

    /// <summary>Asked to fetch records of a kind.</summary>
    [Parameter]
    public EventCallback<RecordKind> Fetch { get; set; }

    [CascadingParameter]
    private FormState Form { get; set; } = new();

    private bool AreColumns => Connector == SystemConnector.Csv;

    private SystemSample? Sample => Samples.GetValueOrDefault(_kind);

    private string? NoKey => RecordKeys.FieldsOf(_kind)[0] is var key && _rows.TrueForAll(r => r.Field.Trim() != key) ? key : null;

    private IReadOnlyList<DocumentField> Unused => [.. _known.Where(k => _rows.TrueForAll(r => r.Path.Trim() != k.Path))];

    private string Checked => (_documents.Count, _trials.Count(t => t.Problem is not null || t.IsMissing)) switch
    {
        (0, _) => "The system has no record of this kind: there is nothing to check against.",
        (var count, 0) => string.Create(CultureInfo.InvariantCulture, $"Checked against {Count(count)} of the system: every row has a value."),
        (var count, 1) => string.Create(CultureInfo.InvariantCulture, $"Checked against {Count(count)} of the system: look at 1 row."),
        var (count, doubts) => string.Create(CultureInfo.InvariantCulture, $"Checked against {Count(count)} of the system: look at {doubts} rows."),
    };

    /// <summary>Shows the table of a kind.</summary>
    public void Show(RecordKind kind)
    {
        (_kind, _isText) = (kind, false);
        TakeMap();
        StateHasChanged();
    }

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        // A change of the form comes with the last text once more, before the new one does: what was seen already is not taken again.
        if (_seen != Records || _connector != Connector)
        {
            _seen = Records;
            if (_taken != Records || _connector != Connector)
                ReadRecords();
        }

        Try();
    }

    private static string Count(int count) => count == 1 ? "1 record" : string.Create(CultureInfo.InvariantCulture, $"{count} records");

    private void ReadRecords()
    {
        (_taken, _connector) = (Records, Connector);
        try
        {
            _maps = FieldMapText.Read(Connector, Records);
            _problem = null;
        }
        catch (FormatException e)
        {
            _problem = e.Message;
            return;
        }

        TakeMap();
    }

    // The rows of the chosen kind, or of the first where that one is gone.
    private void TakeMap()
    {
        if (_maps.Count > 0 && !_maps.ContainsKey(_kind))
            _kind = _maps.Keys.Min();
        _rows = [.. (_maps.GetValueOrDefault(_kind) ?? []).Select(FieldRowEntry.From)];
        Try();
    }

    private void Try()
    {
        _documents = [.. Sample?.Page?.Records.Select(r => r.Document) ?? []];
        _known = DocumentFields.Of(_documents, AreColumns);
        _trials = FieldMapTrial.Of([.. _rows.Select(r => r.ToRule())], AreColumns, _documents);
    }

    private void Choose(ChangeEventArgs e)
    {
        if (Enum.TryParse<RecordKind>(e.Value as string, out var kind))
            Show(kind);
    }

    private void ShowTable() => _isText = false;

    private async Task ShowTextAsync()
    {
        _isText = true;
        if (!_isTextStale || _text is null)
            return;
        _isTextStale = false;
        await _text.ReplaceAsync(Records);
    }

    private Task AddAsync(DocumentField field)
    {
        _rows.Add(new FieldRowEntry { Path = field.Path });
        return TakeRowsAsync();
    }

    private async Task TakeRowsAsync()
    {
        Form.Change();
        try
        {
            var text = FieldMapText.Write(Records, _kind, _rows.Select(r => r.ToRule()));
            _maps = FieldMapText.Read(Connector, text);
            (_taken, _isTextStale) = (text, true);
            Try();
            await RecordsChanged.InvokeAsync(text);
        }
        catch (FormatException e)
        {
            _problem = e.Message;
        }
    }

    private async Task TakeTextAsync(string text)
    {
        if (text == Records)
            return;
        Form.Change();
        await RecordsChanged.InvokeAsync(text);
    }
}
