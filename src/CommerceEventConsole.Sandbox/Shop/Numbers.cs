using System.Globalization;

namespace CommerceEventConsole.Sandbox.Shop;

/// <summary>Hands out ids. They start from the clock unless told otherwise, so that a restart does not use numbers again.</summary>
internal sealed class Numbers
{
    /// <summary>One number per two seconds is more than a shop of this size uses up.</summary>
    private const int SecondsPerNumber = 2;

    private static readonly DateTimeOffset Origin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private int _order;
    private int _item;
    private int _customer;
    private int _paper;
    private int _history;

    public Numbers(SandboxOptions options, TimeProvider time)
    {
        var first = options.FirstOrderNumber > 0
            ? options.FirstOrderNumber
            : Math.Clamp((int)((time.GetUtcNow() - Origin).TotalSeconds / SecondsPerNumber), 1, 900_000_000);
        _order = _customer = _paper = _history = _item = first - 1;
    }

    public int NextOrder() => ++_order;

    public int NextItem() => ++_item;

    public int NextCustomer() => ++_customer;

    public int NextPaper() => ++_paper;

    public int NextHistory() => ++_history;

    /// <summary>The number people see: nine digits, led by the store's id except in the first store.</summary>
    public static string Increment(Store store, int id) =>
        (store.Id == 1 ? "" : Text.Of(store.Id)) + id.ToString("D9", CultureInfo.InvariantCulture)[(store.Id == 1 ? 0 : 1)..];
}
