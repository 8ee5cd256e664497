namespace CommerceEventConsole.Sandbox.BackOffice.Erp;

/// <summary>What is done in the ERP by dice: the same seed does the same to the same state. Whoever calls holds the ERP's gate.</summary>
internal sealed class ErpLife(ErpState state, ErpDesk desk)
{
    private const decimal LargestChange = 0.1m;

    /// <summary>Delivers the oldest orders that are open; a share of them only in part.</summary>
    public IReadOnlyList<ErpDelivery> Ship(int count, int partialPercent, int seed)
    {
        var dice = new Random(seed);
        var due = state.Orders.ByKey(after: null).Where(ErpDesk.CanDeliver).Take(count).ToList();
        return [.. due.Select(order =>
        {
            var open = order.Lines.Where(line => line.Open > 0).ToList();
            var part = dice.Next(100) < partialPercent && (open.Count > 1 || open[0].Open > 1);
            return desk.Deliver(order, part ? [(open[0].ArticleNo, open.Count > 1 ? open[0].Open : 1)] : null);
        })];
    }

    /// <summary>Counts stock again: as many articles as are asked for, each at one of the plants.</summary>
    public int Count(int count, IReadOnlyList<string> plants, int seed)
    {
        var dice = new Random(seed);
        foreach (var article in Some(count, dice))
            desk.PutStock(article, plants[dice.Next(plants.Count)], dice.Next(0, 500));
        return count;
    }

    /// <summary>Changes the prices of some articles by up to a tenth.</summary>
    public int Reprice(int count, int seed)
    {
        var dice = new Random(seed);
        var changed = 0;
        foreach (var article in Some(count, dice))
        {
            var price = state.Prices.TryGet(article, out var known) ? known.NetPrice : 10;
            var step = Math.Max(0.01m, decimal.Round(price * LargestChange * dice.Next(1, 100) / 100, 2));
            desk.PutPrice(article, dice.Next(2) == 0 && price > step ? price - step : price + step, validFrom: state.Today());
            changed++;
        }
        return changed;
    }

    /// <summary>Takes one line back of as many orders as are asked for, of those that were delivered and paid.</summary>
    public IReadOnlyList<ErpReturn> TakeBack(int count, int seed)
    {
        var dice = new Random(seed);
        var possible = state.Orders.ByKey(after: null).Where(order => order.Lines.Exists(line => line.Delivered > line.Returned)).ToList();
        var backs = new List<ErpReturn>();
        while (backs.Count < count && possible.Count > 0)
        {
            var order = possible[dice.Next(possible.Count)];
            possible.Remove(order);
            backs.Add(desk.TakeBack(order, [(order.Lines.First(line => line.Delivered > line.Returned).ArticleNo, 1)]));
        }
        return backs;
    }

    /// <summary>Articles by dice, none twice until each was taken.</summary>
    private IEnumerable<string> Some(int count, Random dice)
    {
        var articles = state.Articles.ByKey(after: null).Select(article => article.Key).ToArray();
        for (var left = count; left > 0 && articles.Length > 0; left -= articles.Length)
        {
            dice.Shuffle(articles);
            foreach (var article in articles.Take(left))
                yield return article;
        }
    }
}
