using System.Text.Json.Nodes;
using CommerceEventConsole.Sandbox.Adobe;

namespace CommerceEventConsole.Sandbox.Shop;

/// <summary>What shoppers and admins do, apart from an order's later life; each action emits its events.</summary>
internal sealed class ShopActions(ShopState state, Publisher publisher, SandboxOptions options, TimeProvider time)
{
    /// <summary>Every sixth order holds the article that the ERP does not know; the second is the first of them.</summary>
    private const int UnknownArticleEvery = 6;
    private const int UnknownArticleAt = 2;

    /// <summary>How often the other two forms of events occur.</summary>
    private const int NestedEvery = 4;
    private const int AliasEvery = 5;

    private const int RestockBelow = 20;
    private const int RestockBy = 250;

    private int _orders;
    private int _saves;

    /// <summary>A shopper places an order: an order event, and a stock event for each article.</summary>
    /// <param name="sku">An article that it must hold.</param>
    public Order PlaceOrder(string? sku = null)
    {
        lock (state.Gate)
        {
            var now = time.GetUtcNow();
            _orders++;
            if (_orders % UnknownArticleEvery == UnknownArticleAt)
                sku ??= Vocabulary.UnknownSku;
            var order = NewOrder(sku, now);
            state.Add(order);

            Emit(EventNames.OrderSaved, OrderDocument.ForEvent(order, before: null), order.Store);
            if (_orders % NestedEvery == 0)
                publisher.Publish(new ShopEvent(EventNames.OrderPlaced, Placed(order), order.Store, EventShape.Nested));
            foreach (var item in order.Items)
                TakeFromStock(item, now);
            return order;
        }
    }

    /// <summary>A shopper opens an account.</summary>
    public Customer RegisterCustomer()
    {
        lock (state.Gate)
        {
            var customer = state.AddCustomer(state.Numbers.NextCustomer(), time.GetUtcNow());
            Emit(EventNames.CustomerRegistered, CustomerDocument.ForRegisterEvent(customer), customer.Store);
            EmitSaved(EventNames.CustomerSaved, CustomerDocument.ForEvent(customer), customer.Store);
            return customer;
        }
    }

    /// <summary>A shopper moves house.</summary>
    public Customer MoveCustomer()
    {
        lock (state.Gate)
        {
            var customer = state.Pick(state.CustomerList);
            customer.Address = state.Pick(Vocabulary.AddressesOf(customer.Store));
            customer.UpdatedAt = time.GetUtcNow();
            EmitSaved(EventNames.CustomerSaved, CustomerDocument.ForEvent(customer), customer.Store);
            return customer;
        }
    }

    /// <summary>An admin changes a price by up to a tenth.</summary>
    public Product ChangePrice(string? sku = null)
    {
        lock (state.Gate)
        {
            var product = Choose(sku);
            var before = CatalogDocument.ProductHeader(product);
            product.Price = decimal.Round(product.Price * state.Random.Next(90, 111) / 100, 2);
            product.UpdatedAt = time.GetUtcNow();
            EmitSaved(EventNames.ProductSaved, CatalogDocument.ProductForEvent(product, before), Vocabulary.Stores[0]);
            return product;
        }
    }

    /// <summary>The warehouse counts an article again.</summary>
    public Product ChangeStock(string? sku = null)
    {
        lock (state.Gate)
        {
            var product = Choose(sku);
            SetStock(product, Math.Max(0, product.Quantity + state.Random.Next(-30, 31)), time.GetUtcNow());
            return product;
        }
    }

    /// <summary>A seasonal article leaves the catalogue, or comes back where it is missing.</summary>
    public string ChangeSeason()
    {
        lock (state.Gate)
        {
            var template = state.Pick(Vocabulary.Products.Where(product => product.Seasonal).ToList());
            if (state.TryGetProduct(template.Sku, out var product))
            {
                state.Remove(product);
                var value = CatalogDocument.ProductForEvent(product, CatalogDocument.ProductHeader(product));
                Emit(EventNames.ProductDeleted, value, Vocabulary.Stores[0]);
                return $"{template.Sku} deleted";
            }
            product = state.Add(template, time.GetUtcNow());
            Emit(EventNames.ProductSaved, CatalogDocument.ProductForEvent(product, before: null), Vocabulary.Stores[0]);
            return $"{template.Sku} created";
        }
    }

    private Product Choose(string? sku) =>
        sku is not null && state.TryGetProduct(sku, out var product) ? product : state.Pick(state.ProductList);

    private Order NewOrder(string? sku, DateTimeOffset now)
    {
        var customer = state.Pick(state.CustomerList);
        var id = state.Numbers.NextOrder();
        var items = NewItems(sku, customer.Store);
        var subtotal = items.Sum(item => item.RowTotal);
        var discounted = state.Random.Next(6) == 0;
        var order = new Order
        {
            Id = id,
            IncrementId = Numbers.Increment(customer.Store, id),
            Store = customer.Store,
            Customer = customer,
            IsGuest = state.Random.Next(4) == 0,
            Address = customer.Address,
            Items = items,
            Shipping = subtotal > 150 ? 0m : 6.90m,
            Discount = discounted ? decimal.Round(subtotal / 10, 2) : 0m,
            CouponCode = discounted ? "FERN10" : null,
            PaymentMethod = customer.Company is null ? state.Pick(Vocabulary.PaymentMethods) : "purchaseorder",
            ShippingDescription = "Flat Rate - Parcel",
            CreatedAt = now,
            UpdatedAt = now,
            NextStepAt = now + OrderLife.StepWait(state, options),
        };
        order.History.Add(new StatusHistory(state.Numbers.NextHistory(), order.Status, "Order received.", now));
        return order;
    }

    private List<OrderItem> NewItems(string? sku, Store store)
    {
        // The article that the ERP does not know comes in only when it is asked for: the story needs its one in six.
        var shelf = new Shelf(state.ProductList);
        shelf.Take(Vocabulary.UnknownSku);
        var chosen = new List<Product>();
        if (sku is not null && state.TryGetProduct(sku, out var wanted))
        {
            shelf.Take(wanted.Sku);
            chosen.Add(wanted);
        }
        var lines = Math.Max(chosen.Count, state.Random.Next(1, 5));
        while (chosen.Count < lines && shelf.Count > 0)
            chosen.Add(shelf.TakeAt(state.Random.Next(shelf.Count)));
        return [.. chosen.Select(product => new OrderItem
        {
            Id = state.Numbers.NextItem(),
            ProductId = product.Id,
            Sku = product.Sku,
            Name = product.Name,
            Weight = product.Weight,
            Ordered = state.Random.Next(4) == 0 ? state.Random.Next(2, 6) : 1,
            Price = decimal.Round(product.Price * store.Rate, 2),
            TaxPercent = store.TaxPercent,
        })];
    }

    private void TakeFromStock(OrderItem item, DateTimeOffset now)
    {
        if (!state.TryGetProduct(item.Sku, out var product))
            return;
        SetStock(product, Math.Max(0, product.Quantity - item.Ordered), now);
        if (options.ShopRestocks && product.Quantity < RestockBelow)
            SetStock(product, product.Quantity + RestockBy, now);
    }

    private void SetStock(Product product, decimal quantity, DateTimeOffset now)
    {
        var before = product.Quantity;
        product.Quantity = quantity;
        product.UpdatedAt = now;
        Emit(EventNames.StockSaved, CatalogDocument.StockForEvent(product, before), Vocabulary.Stores[0]);
    }

    private static JsonObject Placed(Order order) => new()
    {
        ["order"] = new JsonObject
        {
            ["entity_id"] = order.Id,
            ["increment_id"] = order.IncrementId,
            ["status"] = order.Status,
            ["state"] = order.State,
            ["customer_id"] = order.IsGuest ? null : order.Customer.Id,
            ["customer_email"] = order.Customer.Email,
            ["grand_total"] = order.GrandTotal.ToString("0.00", System.Globalization.CultureInfo.InvariantCulture),
            ["created_at"] = Json.IsoTime(order.CreatedAt),
        },
    };

    /// <summary>Saves of customers and products come under an app's alias now and then.</summary>
    private void EmitSaved(string name, JsonObject value, Store store) =>
        publisher.Publish(new ShopEvent(name, value, store, ++_saves % AliasEvery == 0 ? EventShape.Aliased : EventShape.Documented));

    private void Emit(string name, JsonObject value, Store store) => publisher.Publish(new ShopEvent(name, value, store));
}
