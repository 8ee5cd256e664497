using System.Collections.Immutable;
using CommerceEventConsole.Engine.Subscriptions.Stages;

namespace CommerceEventConsole.Components.Subscriptions.Stages;

/// <summary>Where a row's value comes from.</summary>
public enum ValueChoice
{
    /// <summary>A field that is known by then.</summary>
    Path,

    /// <summary>Always the same.</summary>
    Constant,

    /// <summary>Words with fields between them.</summary>
    Text,
}

/// <summary>What a row's value is made into.</summary>
public enum ConvertChoice
{
    /// <summary>It stays as it is.</summary>
    None,

    /// <summary><see cref="StageConversion.Text"/>.</summary>
    Text,

    /// <summary><see cref="StageConversion.Number"/>.</summary>
    Number,

    /// <summary><see cref="StageConversion.Decimal"/>.</summary>
    Decimal,

    /// <summary><see cref="StageConversion.Date"/>.</summary>
    Date,

    /// <summary><see cref="StageConversion.Boolean"/>.</summary>
    Boolean,

    /// <summary><see cref="StageConversion.LookUp"/>.</summary>
    LookUp,
}

/// <summary>A row of a mapping as it is being entered.</summary>
public sealed class MapRowEntry
{
    /// <summary>Where the value goes.</summary>
    public string Target { get; set; } = "";

    /// <summary>What <see cref="Value"/> is.</summary>
    public ValueChoice Kind { get; set; }

    /// <summary>The path, the constant as people write it, or the text.</summary>
    public string Value { get; set; } = "";

    /// <summary>What the value is made into.</summary>
    public ConvertChoice Convert { get; set; }

    /// <summary>See <see cref="StageConverter.Argument"/>; of a look-up what stands for all that its table does not name.</summary>
    public string Argument { get; set; } = "";

    /// <summary>Whether a value that a look-up table does not name becomes <see cref="Argument"/>; otherwise it fails the stage.</summary>
    public bool HasOther { get; set; }

    /// <summary>The look-up table.</summary>
    public List<LookUpEntry> Table { get; } = [];

    /// <summary>Whether a missing value fails the stage.</summary>
    public bool IsRequired { get; set; }

    /// <summary>The entry that changes nothing of a row.</summary>
    public static MapRowEntry From(MapRow row)
    {
        var entry = new MapRowEntry
        {
            Target = row.Target,
            Kind = row.Value switch { { Constant: not null } => ValueChoice.Constant, { Text: not null } => ValueChoice.Text, _ => ValueChoice.Path },
            Value = row.Value.Constant is { } json ? ConstantText.FromJson(json) : row.Value.Text ?? row.Value.Path ?? "",
            Convert = row.Convert is { } converter ? Enum.Parse<ConvertChoice>(converter.Conversion.ToString()) : ConvertChoice.None,
            Argument = row.Convert?.Argument ?? "",
            HasOther = row.Convert is { Conversion: StageConversion.LookUp, Argument: not null },
            IsRequired = row.IsRequired,
        };
        entry.Table.AddRange((row.Convert?.Table ?? ImmutableSortedDictionary<string, string>.Empty).Select(p => new LookUpEntry { From = p.Key, To = p.Value }));
        return entry;
    }

    /// <summary>The row.</summary>
    public MapRow ToRow() => new(Target.Trim(), ToValue(), ToConverter()) { IsRequired = IsRequired };

    private StageValue ToValue() => Kind switch
    {
        ValueChoice.Constant => new StageValue { Constant = ConstantText.ToJson(Value) },
        ValueChoice.Text => new StageValue { Text = Value },
        _ => new StageValue { Path = Value.Trim() },
    };

    private StageConverter? ToConverter() => Convert switch
    {
        ConvertChoice.None => null,
        // An entry twice: the later one is what was meant.
        ConvertChoice.LookUp => new StageConverter(StageConversion.LookUp, HasOther ? Argument : null)
        {
            Table = ImmutableSortedDictionary.CreateRange(
                StringComparer.Ordinal, Table.GroupBy(t => t.From, StringComparer.Ordinal).Select(g => KeyValuePair.Create(g.Key, g.Last().To))),
        },
        var choice => new StageConverter(Enum.Parse<StageConversion>(choice.ToString()), Argument.Trim() is { Length: > 0 } argument ? argument : null),
    };
}

/// <summary>A line of a look-up table as it is being entered.</summary>
public sealed class LookUpEntry
{
    /// <summary>The value that comes.</summary>
    public string From { get; set; } = "";

    /// <summary>What it becomes.</summary>
    public string To { get; set; } = "";
}
