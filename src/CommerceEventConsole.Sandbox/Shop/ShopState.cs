using System.Diagnostics.CodeAnalysis;

namespace CommerceEventConsole.Sandbox.Shop;

/// <summary>
/// What the shop holds, in memory and bounded. Whoever reads or changes it holds <see cref="Gate"/>.
/// The same seed gives the same catalogue, customers and story.
/// </summary>
internal sealed class ShopState
{
    private const int KeptOrders = 2000;
    private const int KeptCustomers = 1000;
    private const int FirstCustomers = 16;
    private const int WholesaleGroup = 2;
    private const int GeneralGroup = 1;

    private readonly BoundedMap<int, Order> _orders = new(KeptOrders);
    private readonly BoundedMap<int, Customer> _customers = new(KeptCustomers);
    private readonly SortedDictionary<string, Product> _products = new(StringComparer.OrdinalIgnoreCase);

    public ShopState(SandboxOptions options, TimeProvider time)
    {
        Numbers = new Numbers(options, time);
        Random = new Random(options.Seed);
        var opened = time.GetUtcNow();
        foreach (var template in Vocabulary.Products)
            Add(template, opened);
        for (var id = 1; id <= FirstCustomers; id++)
            AddCustomer(id, opened);
    }

    public Lock Gate { get; } = new();

    public Numbers Numbers { get; }

    public Random Random { get; }

    public IEnumerable<Order> Orders => _orders.Values;

    public IEnumerable<Customer> Customers => _customers.Values;

    public IEnumerable<Product> Products => _products.Values;

    public int OrderCount => _orders.Count;

    public int CustomerCount => _customers.Count;

    public int ProductCount => _products.Count;

    public bool TryGetOrder(int id, [MaybeNullWhen(false)] out Order order) => _orders.TryGetValue(id, out order);

    public bool TryGetCustomer(int id, [MaybeNullWhen(false)] out Customer customer) => _customers.TryGetValue(id, out customer);

    public bool TryGetProduct(string sku, [MaybeNullWhen(false)] out Product product) => _products.TryGetValue(sku, out product);

    public void Add(Order order) => _orders.Set(order.Id, order);

    public void Remove(Product product) => _products.Remove(product.Sku);

    /// <summary>Puts an article into the catalogue; its id follows from its place in the vocabulary.</summary>
    public Product Add(ProductTemplate template, DateTimeOffset now)
    {
        var product = new Product
        {
            Id = 1 + Vocabulary.Products.TakeWhile(other => other != template).Count(),
            Sku = template.Sku,
            Name = template.Name,
            Price = template.Price,
            Weight = template.Weight,
            CategoryId = template.CategoryId,
            Seasonal = template.Seasonal,
            Quantity = Random.Next(80, 400),
            CreatedAt = now,
            UpdatedAt = now,
        };
        _products[product.Sku] = product;
        return product;
    }

    /// <summary>Makes up a customer and keeps them.</summary>
    public Customer AddCustomer(int id, DateTimeOffset now)
    {
        var store = Pick(Vocabulary.Stores);
        var first = Pick(Vocabulary.FirstNames);
        var last = Pick(Vocabulary.LastNames);
        var company = Random.Next(5) == 0 ? Pick(Vocabulary.Companies) : null;
        var customer = new Customer
        {
            Id = id,
            // Reserved for examples (RFC 2606): no mail can ever leave for it.
            Email = $"{Plain(first)}.{Plain(last)}.{Text.Of(id)}@example.com",
            FirstName = first,
            LastName = last,
            Store = store,
            Address = Pick(Vocabulary.AddressesOf(store)),
            GroupId = company is null ? GeneralGroup : WholesaleGroup,
            Company = company,
            TaxNumber = company is null ? null : $"{Vocabulary.AddressesOf(store)[0].CountryId}{Text.Of(100_000_000 + id)}",
            CreatedAt = now,
            UpdatedAt = now,
        };
        _customers.Set(id, customer);
        return customer;
    }

    /// <summary>One of a list, by the shop's own dice.</summary>
    public T Pick<T>(IReadOnlyList<T> list) => list[Random.Next(list.Count)];

    private static string Plain(string name)
    {
        var letters = name.Normalize(System.Text.NormalizationForm.FormD).Where(char.IsAsciiLetter).ToArray();
        return new string(letters).ToLowerInvariant();
    }
}
