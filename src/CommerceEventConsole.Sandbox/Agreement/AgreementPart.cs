namespace CommerceEventConsole.Sandbox.Agreement;

/// <summary>Where the shop and the ERP say something else.</summary>
/// <param name="Key">Of what: an order number, a SKU and source.</param>
/// <param name="What">Which part of it.</param>
/// <param name="Shop">What the shop says; null where it knows nothing of it.</param>
/// <param name="Erp">What the ERP says; null where it knows nothing of it.</param>
internal sealed record Difference(string Key, string What, string? Shop, string? Erp);

/// <summary>One kind of thing, compared.</summary>
internal sealed class AgreementPart
{
    private const int Shown = 100;

    private readonly List<Difference> _first = [];

    /// <summary>How many the shop has.</summary>
    public int Shop { get; set; }

    /// <summary>How many the ERP has.</summary>
    public int Erp { get; set; }

    public int Differences { get; private set; }

    /// <summary>The first 100 differences.</summary>
    public IReadOnlyList<Difference> First => _first;

    /// <summary>Notes a difference where the two are not the same.</summary>
    public void Compare(string key, string what, string? shop, string? erp)
    {
        if (string.Equals(shop, erp, StringComparison.Ordinal))
            return;
        Differences++;
        if (_first.Count < Shown)
            _first.Add(new Difference(key, what, shop, erp));
    }
}

/// <summary>Both sides, compared.</summary>
internal sealed record AgreementReport(
    AgreementPart Orders, AgreementPart Statuses, AgreementPart Shipments, AgreementPart Returns, AgreementPart Stock, AgreementPart Prices, AgreementPart ListPrices)
{
    public int Differences =>
        Orders.Differences + Statuses.Differences + Shipments.Differences + Returns.Differences + Stock.Differences + Prices.Differences + ListPrices.Differences;

    public bool Agrees => Differences == 0;
}
