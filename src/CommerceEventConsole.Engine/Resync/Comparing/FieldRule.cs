using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using CommerceEventConsole.Engine.BackOffice;

namespace CommerceEventConsole.Engine.Resync.Comparing;

/// <summary>A field that is compared: <c>price</c>, or <c>price 0.01</c> where numbers may differ by as much.</summary>
/// <param name="Path">Its name; of nested fields the names with dots between them, such as <c>attributes.color</c>.</param>
/// <param name="Tolerance">By how much numbers may differ and still be the same; 0 for not at all.</param>
public sealed record FieldRule(string Path, decimal Tolerance = 0)
{
    /// <summary>Fields that one resync may compare.</summary>
    public const int MaxRules = 50;

    /// <summary>The longest path.</summary>
    public const int MaxPath = 100;

    /// <summary>The fields that are compared where nobody says otherwise. A kind without any is compared by whether it is there.</summary>
    public static IReadOnlyList<FieldRule> UsualOf(RecordKind kind) => kind switch
    {
        RecordKind.OrderStatus => [new("status")],
        RecordKind.Product => [new("name"), new("status"), new("price")],
        RecordKind.BasePrice or RecordKind.ListPrice => [new("price")],
        RecordKind.Stock => [new("quantity"), new("status")],
        RecordKind.Customer => [new("firstname"), new("lastname"), new("group_id")],
        RecordKind.Company => [new("company_name"), new("legal_name"), new("vat_tax_id")],
        _ => [],
    };

    /// <summary>The rules of a text, a line for each; false with a sentence that names the first line that is none.</summary>
    public static bool TryParse(string text, out IReadOnlyList<FieldRule> rules, [NotNullWhen(false)] out string? problem)
    {
        var read = new List<FieldRule>();
        (rules, problem) = (read, null);
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = line.Replace('±', ' ').Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            var tolerance = 0m;
            if (parts.Length is 0 or > 2 || parts[0].Length > MaxPath || read.Exists(r => r.Path == parts[0])
                || (parts.Length == 2 && (!decimal.TryParse(parts[1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out tolerance))))
            {
                problem = $"“{line}” is not understood. Write one field in each line, once, such as price, or price 0.01 where prices may differ by a cent.";
                return false;
            }

            read.Add(new FieldRule(parts[0], tolerance));
        }

        if (read.Count > MaxRules)
            problem = $"{read.Count} fields are named; at most {MaxRules} can be compared.";
        return problem is null;
    }

    /// <summary>The rules of stored text, or the usual ones.</summary>
    public static IReadOnlyList<FieldRule> Of(RecordKind kind, string? text) =>
        text is not null && TryParse(text, out var rules, out _) && rules.Count > 0 ? rules : UsualOf(kind);
}
