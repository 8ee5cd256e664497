namespace CommerceEventConsole.Sandbox.Shop;

/// <summary>The catalogue as one order sees it: what was taken is gone. It costs nothing to set up, however large the catalogue is.</summary>
internal sealed class Shelf(IReadOnlyList<Product> products)
{
    private readonly List<int> _taken = [];

    public int Count => products.Count - _taken.Count;

    /// <summary>Takes an article away by its SKU, where it is there.</summary>
    public void Take(string sku)
    {
        if (PositionOf(sku) is >= 0 and var position)
            Remember(position);
    }

    /// <summary>Takes the article at a place among those that are left.</summary>
    public Product TakeAt(int place)
    {
        foreach (var taken in _taken)
            place += place >= taken ? 1 : 0;
        Remember(place);
        return products[place];
    }

    private void Remember(int position)
    {
        var at = _taken.BinarySearch(position);
        if (at < 0)
            _taken.Insert(~at, position);
    }

    private int PositionOf(string sku)
    {
        var (low, high) = (0, products.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = StringComparer.OrdinalIgnoreCase.Compare(products[middle].Sku, sku);
            if (order == 0)
                return middle;
            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }
        return -1;
    }
}
