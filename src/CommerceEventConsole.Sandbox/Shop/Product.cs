using System.Text.Json.Nodes;

namespace CommerceEventConsole.Sandbox.Shop;

/// <summary>An article of the catalogue. Prices are in the base currency.</summary>
internal sealed class Product
{
    private readonly List<SourceStock> _sources = [];
    private Dictionary<string, JsonNode?>? _attributes;
    private Dictionary<int, decimal>? _storePrices;
    private List<SpecialPrice>? _specialPrices;
    private List<TierPrice>? _tierPrices;

    public required int Id { get; init; }

    public required string Sku { get; init; }

    public required string Name { get; set; }

    public required decimal Price { get; set; }

    public required decimal Weight { get; set; }

    public required int CategoryId { get; init; }

    /// <summary>Comes and goes: only such articles are deleted by the shop itself, and come back later.</summary>
    public bool Seasonal { get; init; }

    /// <summary>1 enabled, 2 disabled.</summary>
    public int Status { get; set; } = 1;

    public int Visibility { get; set; } = 4;

    public int AttributeSetId { get; set; } = 4;

    public string TypeId { get; set; } = "simple";

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }

    /// <summary>What is in stock, per source.</summary>
    public IReadOnlyList<SourceStock> Sources => _sources;

    /// <summary>Attributes beyond the fixed ones, by code.</summary>
    public Dictionary<string, JsonNode?> Attributes => _attributes ??= new(StringComparer.Ordinal);

    /// <summary>Base prices that hold in one store view only.</summary>
    public Dictionary<int, decimal> StorePrices => _storePrices ??= [];

    public List<SpecialPrice> SpecialPrices => _specialPrices ??= [];

    public List<TierPrice> TierPrices => _tierPrices ??= [];

    /// <summary>What the default source has. Writing it sets the source's status as the old stock item would.</summary>
    public decimal Quantity
    {
        get => FindSource(SourceStock.Default)?.Quantity ?? 0;
        set => SetSource(SourceStock.Default, value, value > 0);
    }

    public bool InStock => _sources.Exists(source => source.InStock && source.Quantity > 0);

    /// <summary>What can be sold over all sources.</summary>
    public decimal Salable => _sources.Where(source => source.InStock).Sum(source => source.Quantity);

    public SourceStock? FindSource(string code) => _sources.Find(source => string.Equals(source.Code, code, StringComparison.Ordinal));

    /// <summary>Assigns the source where it was not, and sets what it has.</summary>
    public void SetSource(string code, decimal quantity, bool inStock)
    {
        if (FindSource(code) is { } found)
            (found.Quantity, found.InStock) = (quantity, inStock);
        else
            _sources.Add(new SourceStock(code) { Quantity = quantity, InStock = inStock });
    }

    /// <summary>Takes a source away, and what it had. False when it had none.</summary>
    public bool RemoveSource(string code) => _sources.RemoveAll(source => string.Equals(source.Code, code, StringComparison.Ordinal)) > 0;
}

/// <summary>What one source has of an article.</summary>
internal sealed class SourceStock(string code)
{
    /// <summary>The source that every shop has, and that orders are taken from.</summary>
    public const string Default = "default";

    public string Code => code;

    public decimal Quantity { get; set; }

    /// <summary>The source's own word for it: an article may be there and yet not for sale.</summary>
    public bool InStock { get; set; }
}

/// <summary>A price for a time, in one store view (0: everywhere).</summary>
internal sealed record SpecialPrice(int StoreId, decimal Price, string From, string To);

/// <summary>A price from a quantity on, for a group of customers.</summary>
internal sealed record TierPrice(decimal Price, string PriceType, int WebsiteId, string CustomerGroup, decimal Quantity);
