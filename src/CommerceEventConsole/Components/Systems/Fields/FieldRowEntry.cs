using System.Text.Json.Nodes;
using CommerceEventConsole.Components.Subscriptions.Stages;
using CommerceEventConsole.Engine.BackOffice.Mapping;

namespace CommerceEventConsole.Components.Systems.Fields;

/// <summary>Where the value of a row comes from.</summary>
public enum FieldSource
{
    /// <summary>A field of the system.</summary>
    Path,

    /// <summary>It is always the same.</summary>
    Constant,
}

/// <summary>A row of a system's field map as it is being entered.</summary>
public sealed class FieldRowEntry
{
    // An empty text is another thing than an empty place: it is written with its quotes.
    private const string EmptyText = "\"\"";

    private FieldSource _source;
    private FieldConversion _as;

    /// <summary>The field in Commerce's terms.</summary>
    public string Field { get; set; } = "";

    /// <summary>Where its value comes from. What is always the same goes in one direction only.</summary>
    public FieldSource Source
    {
        get => _source;
        set
        {
            _source = value;
            if (value == FieldSource.Constant && Direction == FieldDirection.Both)
                Direction = FieldDirection.Read;
        }
    }

    /// <summary>Where the system keeps it: a path of its document, or the title of a column.</summary>
    public string Path { get; set; } = "";

    /// <summary>What it always is, as people write it.</summary>
    public string Constant { get; set; } = "";

    /// <summary>What becomes of the value. Choosing another clears what belonged to the last one.</summary>
    public FieldConversion As
    {
        get => _as;
        set
        {
            if (_as == value)
                return;
            _as = value;
            (Format, DecimalComma, AsText) = ("", false, false);
            if (value == FieldConversion.LookUp && Table.Count == 0)
                Table.Add(new LookUpEntry());
            if (value == FieldConversion.IsPositive)
                Direction = FieldDirection.Read;
        }
    }

    /// <summary>How the system writes it.</summary>
    public string Format { get; set; } = "";

    /// <summary>Whether the system writes 1.234,50.</summary>
    public bool DecimalComma { get; set; }

    /// <summary>Whether the system wants numbers as text.</summary>
    public bool AsText { get; set; }

    /// <summary>The look-up table: the system's word, and Commerce's value.</summary>
    public List<LookUpEntry> Table { get; } = [];

    /// <summary>Whether what the table does not know becomes <see cref="Otherwise"/>.</summary>
    public bool HasOther { get; set; }

    /// <summary>What it then becomes.</summary>
    public string Otherwise { get; set; } = "";

    /// <summary>In which direction the row applies.</summary>
    public FieldDirection Direction { get; set; }

    /// <summary>Whether a record without it cannot be used.</summary>
    public bool IsRequired { get; set; }

    /// <summary>Whether the row says where in the system the value is, or goes.</summary>
    public bool HasPath => Source == FieldSource.Path || Direction == FieldDirection.Write;

    /// <summary>The entry that changes nothing of a row.</summary>
    public static FieldRowEntry From(FieldRule rule)
    {
        var entry = new FieldRowEntry
        {
            Field = rule.Field,
            _source = rule.Constant is null ? FieldSource.Path : FieldSource.Constant,
            Path = rule.Path,
            Constant = Text(rule.Constant),
            _as = rule.As,
            Format = rule.Format,
            DecimalComma = rule.DecimalComma,
            AsText = rule.AsText,
            HasOther = rule.Otherwise is not null,
            Otherwise = Text(rule.Otherwise),
            Direction = rule.Direction,
            IsRequired = rule.Required,
        };
        entry.Table.AddRange((rule.Table?.AsEnumerable() ?? []).Select(p => new LookUpEntry { From = p.Key.Length == 0 ? EmptyText : p.Key, To = Said(p.Value) }));
        return entry;
    }

    /// <summary>The row.</summary>
    public FieldRule ToRule() => new(Field.Trim())
    {
        Path = HasPath ? Path.Trim() : "",
        Constant = Source == FieldSource.Constant ? Node(Constant) : null,
        As = As,
        Format = Format,
        DecimalComma = DecimalComma,
        AsText = AsText,
        Table = As == FieldConversion.LookUp ? ToTable() : null,
        Otherwise = As == FieldConversion.LookUp && HasOther ? Node(Otherwise) : null,
        Direction = Direction,
        Required = IsRequired,
    };

    // A line that nobody has filled in says nothing; of one word twice the later line is what was meant.
    private Dictionary<string, JsonNode?> ToTable()
    {
        var table = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach (var line in Table.Where(l => l.From.Length > 0 || l.To.Length > 0))
            table[line.From == EmptyText ? "" : line.From] = line.To.Length == 0 ? null : Node(line.To);
        return table;
    }

    // An empty place says nothing.
    private static string Said(JsonNode? value) => value is not null && Text(value) is "" ? EmptyText : Text(value);

    private static string Text(JsonNode? value) => value is null ? "" : ConstantText.FromJson(value.ToJsonString());

    private static JsonNode? Node(string text) => JsonNode.Parse(ConstantText.ToJson(text));
}
