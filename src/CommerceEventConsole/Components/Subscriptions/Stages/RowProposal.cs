using CommerceEventConsole.Engine.Subscriptions.Stages;

namespace CommerceEventConsole.Components.Subscriptions.Stages;

/// <summary>Rows for the fields of a sample, with the source that most likely was meant.</summary>
public static class RowProposal
{
    // What other systems call what Commerce calls otherwise.
    private static readonly Dictionary<string, string[]> Other = new(StringComparer.Ordinal)
    {
        ["number"] = ["incrementid"], ["ordernumber"] = ["incrementid"], ["orderno"] = ["incrementid"], ["externalreference"] = ["incrementid"],
        ["quantity"] = ["qtyordered", "qty"], ["qty"] = ["qtyordered"], ["email"] = ["customeremail"], ["currency"] = ["ordercurrencycode"], ["currencycode"] = ["ordercurrencycode"],
        ["total"] = ["grandtotal"], ["amount"] = ["grandtotal"], ["tax"] = ["taxamount"], ["shipping"] = ["shippingamount"], ["discount"] = ["discountamount"],
        ["postalcode"] = ["postcode"], ["zip"] = ["postcode"], ["country"] = ["countryid"], ["countrycode"] = ["countryid"], ["phone"] = ["telephone"],
        ["date"] = ["createdat"], ["orderdate"] = ["createdat"], ["orderedat"] = ["createdat"], ["customernumber"] = ["customerid"], ["unitprice"] = ["price"],
        ["description"] = ["name"], ["article"] = ["sku"], ["itemno"] = ["sku"], ["articlenumber"] = ["sku"], ["firstname"] = ["customerfirstname"], ["lastname"] = ["customerlastname"],
    };

    /// <summary>A row for a field of a sample; its source is empty where nothing is like it.</summary>
    public static MapRowEntry For(SampleField field, SourceCatalog sources)
    {
        var isList = field.Target.Contains("[]", StringComparison.Ordinal);
        var name = Normal(field.Target);
        var names = Other.TryGetValue(name, out var others) ? [name, .. others] : new[] { name };
        var candidates = sources.Paths.Where(p => p.Contains("[]", StringComparison.Ordinal) == isList).ToList();
        // The shortest path stands nearest to the top: an order's own e-mail address rather than that of its billing address.
        var source = candidates.Where(p => names.Contains(Normal(p), StringComparer.Ordinal)).OrderBy(Rank).ThenBy(p => p.Length).FirstOrDefault();
        // A sample's 1 does not say that half a metre cannot be ordered.
        var convert = field.Convert switch
        {
            ConvertChoice.Text => ConvertChoice.None,
            ConvertChoice.Number when source is not null && Normal(source).StartsWith("qty", StringComparison.Ordinal) => ConvertChoice.Decimal,
            var kind => kind,
        };
        return new MapRowEntry { Target = field.Target, Value = source ?? "", Convert = convert };
    }

    // What Commerce was asked for is whole; the event may hold less, its envelope is about something else.
    private static int Rank(string path) => path.StartsWith(StageDocument.Envelope + ".", StringComparison.Ordinal) ? 2 : path.StartsWith(StageDocument.Event + ".", StringComparison.Ordinal) ? 1 : 0;

    private static string Normal(string path)
    {
        var last = path[(path.LastIndexOf('.') + 1)..];
        return string.Concat(last.Where(char.IsLetterOrDigit)).ToLowerInvariant();
    }
}
