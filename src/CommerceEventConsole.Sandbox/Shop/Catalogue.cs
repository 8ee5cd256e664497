using System.Globalization;

namespace CommerceEventConsole.Sandbox.Shop;

/// <summary>Articles beyond the story's own, for those who need many. Each is the same in every run: name, price and stock follow from its number.</summary>
internal static class Catalogue
{
    /// <summary>More would not fit into the memory of a small machine.</summary>
    public const int MostArticles = 200_000;

    private const string Prefix = "CAT-";
    private const int LeastStock = 50;
    private const int MostStock = 500;

    /// <summary>The SKU of an article by its number.</summary>
    public static string Sku(int number) => Prefix + number.ToString("D6", CultureInfo.InvariantCulture);

    /// <summary>Adds the articles that are missing up to a number, and returns those. The caller holds the gate, or is alone.</summary>
    public static IReadOnlyList<Product> Fill(ShopState state, int upTo, DateTimeOffset now)
    {
        var added = new List<Product>();
        for (var number = 1; number <= upTo; number++)
        {
            if (state.TryGetProduct(Sku(number), out _))
                continue;
            var dice = new Random(number);
            var product = new Product
            {
                Id = state.NextProductId(),
                Sku = Sku(number),
                Name = $"{Vocabulary.Products[dice.Next(Vocabulary.Products.Count)].Name}, variant {Text.Of(number)}",
                Price = dice.Next(500, 50_000) / 100m,
                Weight = dice.Next(5, 500) / 100m,
                CategoryId = 12 + dice.Next(8),
                CreatedAt = now,
                UpdatedAt = now,
            };
            product.Quantity = dice.Next(LeastStock, MostStock);
            state.Add(product);
            added.Add(product);
        }
        return added;
    }
}
