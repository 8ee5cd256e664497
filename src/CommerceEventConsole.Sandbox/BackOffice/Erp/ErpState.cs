using CommerceEventConsole.Sandbox.Shop;

namespace CommerceEventConsole.Sandbox.BackOffice.Erp;

/// <summary>What the ERP knows, in memory and bounded. Whoever reads or changes it holds <see cref="Gate"/>; who needs the shop's gate, too, takes that first.</summary>
internal sealed class ErpState
{
    private const int MostPartners = 50_000;
    private const int MostArticles = Catalogue.MostArticles + 10_000;
    private const int MostListPrices = 200_000;

    private readonly TimeProvider _time;
    private DateTimeOffset _last;
    private int _number;

    public ErpState(SandboxOptions options, ShopState shop, Articles missing, TimeProvider time)
    {
        _time = time;
        Orders = new(options.KeptOrders);
        Deliveries = new(options.KeptOrders * 3);
        Returns = new(options.KeptOrders);
        lock (shop.Gate)
            Learn(shop.Products.Where(product => !missing.IsMissing(product.Sku)));
    }

    public Lock Gate { get; } = new();

    public ErpTable<ErpOrder> Orders { get; }

    public ErpTable<ErpDelivery> Deliveries { get; }

    public ErpTable<ErpReturn> Returns { get; }

    public ErpTable<ErpArticle> Articles { get; } = new(MostArticles);

    public ErpTable<ErpPrice> Prices { get; } = new(MostArticles);

    public ErpTable<ErpStock> Stock { get; } = new(MostArticles * Plants.All.Count);

    public ErpTable<ErpPartner> Customers { get; } = new(MostPartners);

    public ErpTable<ErpPartner> Companies { get; } = new(MostPartners);

    public ErpTable<ErpListPrice> ListPrices { get; } = new(MostListPrices);

    /// <summary>The time of a change: now, to the microsecond, and later than any before.</summary>
    public DateTimeOffset Stamp()
    {
        var now = _time.GetUtcNow();
        now = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
        _last = now > _last ? now : _last.AddMicroseconds(1);
        return _last;
    }

    public DateOnly Today() => DateOnly.FromDateTime(_time.GetUtcNow().UtcDateTime);

    /// <summary>A number that was never given before, behind a prefix.</summary>
    public string NextNumber(string prefix) => prefix + (++_number).ToString("D5", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Takes articles over as the shop has them, with price and stock. The caller holds both gates, or is alone.</summary>
    public void Learn(IEnumerable<Product> products)
    {
        foreach (var product in products)
        {
            Articles.Put(new ErpArticle(product.Sku) { Short = product.Name, WeightKg = product.Weight }, Stamp());
            Prices.Put(new ErpPrice(product.Sku) { NetPrice = product.Price }, Stamp());
            foreach (var source in product.Sources)
                Stock.Put(new ErpStock(product.Sku, Plants.OfSource(source.Code)) { Free = source.Quantity }, Stamp());
        }
    }

    /// <summary>Forgets everything, and takes the shop's articles over again. The caller holds both gates.</summary>
    public void Reset(ShopState shop)
    {
        Orders.Clear();
        Deliveries.Clear();
        Returns.Clear();
        Articles.Clear();
        Prices.Clear();
        Stock.Clear();
        Customers.Clear();
        Companies.Clear();
        ListPrices.Clear();
        Learn(shop.Products);
    }
}

/// <summary>The ERP's plants, and the shop's sources that they are.</summary>
internal static class Plants
{
    public const string Main = "1000";

    public static readonly IReadOnlyDictionary<string, string> All = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [Main] = SourceStock.Default, ["2000"] = "eu", ["3000"] = "uk",
    };

    public static string OfSource(string source) => All.First(plant => plant.Value == source).Key;
}
