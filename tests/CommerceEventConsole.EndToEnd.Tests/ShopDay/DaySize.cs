using System.Globalization;

namespace CommerceEventConsole.EndToEnd.Tests.ShopDay;

/// <summary>How much happens on a day, and by which dice. Settable from outside, so that another day can be played by hand.</summary>
/// <param name="Seed">SHOPDAY_SEED: the same seed plays the same orders, counts and prices.</param>
/// <param name="Orders">SHOPDAY_ORDERS: orders that shoppers place.</param>
/// <param name="Stock">SHOPDAY_STOCK: stock levels that change in the ERP.</param>
/// <param name="Prices">SHOPDAY_PRICES: articles in the catalogue, all of which get a new price in the ERP.</param>
internal sealed record DaySize(int Seed, int Orders, int Stock, int Prices)
{
    /// <summary>The day that is asked for.</summary>
    public static DaySize Asked { get; } = Of(new DaySize(Seed: 20260504, Orders: 2_000, Stock: 5_000, Prices: 20_000));

    /// <summary>A day, where nothing else is asked for from outside.</summary>
    public static DaySize Of(DaySize usual) => new(
        Number("SHOPDAY_SEED", usual.Seed), Number("SHOPDAY_ORDERS", usual.Orders), Number("SHOPDAY_STOCK", usual.Stock), Number("SHOPDAY_PRICES", usual.Prices));

    /// <summary>The same day, no larger than another.</summary>
    public DaySize AtMost(DaySize other) => new(Seed, Math.Min(Orders, other.Orders), Math.Min(Stock, other.Stock), Math.Min(Prices, other.Prices));

    /// <summary>Orders of which something leaves the warehouse on the same day.</summary>
    public int Deliveries => Orders * 3 / 4;

    /// <summary>Orders that are never paid; the ERP cancels half of them.</summary>
    public int Unpaid => Math.Max(2, Orders / 100);

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"seed {Seed}: {Orders:N0} orders, {Stock:N0} stock changes, a price update of {Prices:N0} SKUs");

    private static int Number(string name, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : usual;
}
