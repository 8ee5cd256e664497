using System.Diagnostics.CodeAnalysis;

namespace CommerceEventConsole.Sandbox.Shop;

/// <summary>
/// What the shop holds, in memory and bounded. Whoever reads or changes it holds <see cref="Gate"/>.
/// The same seed gives the same catalogue, customers and story.
/// </summary>
internal sealed class ShopState
{
    private const int FirstFreeProductId = 1000;
    private const int FirstCustomers = 16;
    private const int WholesaleGroup = 2;
    private const int GeneralGroup = 1;

    private readonly BoundedMap<int, Order> _orders;
    private readonly Dictionary<string, Order> _ordersByNumber = new(StringComparer.Ordinal);
    private readonly BoundedMap<int, Customer> _customers;
    private readonly Dictionary<string, Product> _products = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<int, Paper> _papers = [];
    private readonly Dictionary<int, ReturnPaper> _returns = [];
    private Product[]? _productList;
    private Customer[]? _customerList;
    private int _lastProductId = FirstFreeProductId - 1;

    public ShopState(SandboxOptions options, TimeProvider time)
    {
        Numbers = new Numbers(options, time);
        Random = new Random(options.Seed);
        _orders = new(options.KeptOrders);
        _customers = new(options.KeptCustomers);
        var opened = time.GetUtcNow();
        foreach (var template in Vocabulary.Products)
            Add(template, opened);
        for (var id = 1; id <= FirstCustomers; id++)
            AddCustomer(id, opened);
        Catalogue.Fill(this, options.ExtraArticles, opened);
    }

    public Lock Gate { get; } = new();

    public Numbers Numbers { get; }

    public Random Random { get; private set; }

    public IEnumerable<Order> Orders => _orders.Values;

    public IEnumerable<Customer> Customers => _customers.Values;

    /// <summary>The catalogue by SKU.</summary>
    public IEnumerable<Product> Products => ProductList;

    /// <summary>The same, to pick from.</summary>
    public IReadOnlyList<Product> ProductList => _productList ??= [.. _products.Values.OrderBy(product => product.Sku, StringComparer.OrdinalIgnoreCase)];

    /// <summary>Customers, oldest first.</summary>
    public IReadOnlyList<Customer> CustomerList => _customerList ??= [.. _customers.Values];

    /// <summary>Invoices, shipments and credit memos of the orders that are kept.</summary>
    public IEnumerable<Paper> Papers => _papers.Values;

    public IEnumerable<ReturnPaper> Returns => _returns.Values;

    public int OrderCount => _orders.Count;

    public int CustomerCount => _customers.Count;

    public int ProductCount => _products.Count;

    /// <summary>What happens from now on follows from a seed of its own.</summary>
    public void Reseed(int seed) => Random = new Random(seed);

    public bool TryGetOrder(int id, [MaybeNullWhen(false)] out Order order) => _orders.TryGetValue(id, out order);

    public bool TryGetCustomer(int id, [MaybeNullWhen(false)] out Customer customer) => _customers.TryGetValue(id, out customer);

    public bool TryGetProduct(string sku, [MaybeNullWhen(false)] out Product product) => _products.TryGetValue(sku, out product);

    public bool TryGetOrder(string incrementId, [MaybeNullWhen(false)] out Order order) => _ordersByNumber.TryGetValue(incrementId, out order);

    public bool TryGetPaper(int id, [MaybeNullWhen(false)] out Paper paper) => _papers.TryGetValue(id, out paper);

    public bool TryGetReturn(int id, [MaybeNullWhen(false)] out ReturnPaper paper) => _returns.TryGetValue(id, out paper);

    /// <summary>Keeps an order; the oldest goes with its papers when there are too many.</summary>
    public void Add(Order order)
    {
        if (_orders.Set(order.Id, order) is { } forgotten)
        {
            _ordersByNumber.Remove(forgotten.IncrementId);
            foreach (var paper in forgotten.Invoices.Concat(forgotten.Shipments).Concat(forgotten.CreditMemos))
                _papers.Remove(paper.Id);
            forgotten.Returns.ForEach(paper => _returns.Remove(paper.Id));
        }
        _ordersByNumber[order.IncrementId] = order;
    }

    public void Index(Paper paper) => _papers[paper.Id] = paper;

    public void Index(ReturnPaper paper) => _returns[paper.Id] = paper;

    public void Add(Product product)
    {
        _products[product.Sku] = product;
        _productList = null;
    }

    public void Remove(Product product)
    {
        _products.Remove(product.Sku);
        _productList = null;
    }

    public void Add(Customer customer)
    {
        _customers.Set(customer.Id, customer);
        _customerList = null;
    }

    public void Remove(Customer customer)
    {
        _customers.Remove(customer.Id);
        _customerList = null;
    }

    /// <summary>The id of an article that is not of the vocabulary.</summary>
    public int NextProductId() => ++_lastProductId;

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
        Add(product);
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
        Add(customer);
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
