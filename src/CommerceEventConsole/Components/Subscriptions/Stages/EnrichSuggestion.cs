using CommerceEventConsole.Engine.Subscriptions.Fields;

namespace CommerceEventConsole.Components.Subscriptions.Stages;

/// <summary>A question to Commerce that many ask (spec 7.2).</summary>
/// <param name="Title">What one asks for.</param>
/// <param name="Name">How its answer is called.</param>
/// <param name="Path">The path.</param>
/// <param name="Needs">Fields that the event must have.</param>
/// <param name="Lacks">Fields by which one sees that the event is about something else.</param>
public sealed record EnrichSuggestion(string Title, string Name, string Path, IReadOnlyList<string> Needs, IReadOnlyList<string> Lacks)
{
    /// <summary>The product with this id: stock events carry no SKU (spec 6.4).</summary>
    public const string ProductById =
        "products?searchCriteria[filter_groups][0][filters][0][field]=entity_id&searchCriteria[filter_groups][0][filters][0][condition_type]=eq"
        + "&searchCriteria[filter_groups][0][filters][0][value]={product_id}";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<EnrichSuggestion> All { get; } =
    [
        new("The order", "order", "orders/{entity_id}", ["entity_id", "grand_total"], ["order_id"]),
        new("The order, by its number", "order", "orders/{increment_id}", ["increment_id", "grand_total"], ["order_id"]),
        new("Its order", "order", "orders/{order_id}", ["order_id"], []),
        new("The customer", "customer", "customers/{customer_id}", ["customer_id"], []),
        new("The customer", "customer", "customers/{id}", ["email", "id"], ["sku"]),
        new("The product", "product", "products/{sku}", ["sku"], ["order_id"]),
        new("Its stock", "stock", "stockItems/{sku}", ["sku"], ["order_id"]),
        new("The product", "found", ProductById, ["product_id", "stock_id"], ["sku"]),
    ];

    /// <summary>Those that fit an event; all where nothing is known of it.</summary>
    public static IReadOnlyList<EnrichSuggestion> For(FieldTree tree) => tree.Root.Children.Count == 0
        ? [.. All.DistinctBy(s => s.Title, StringComparer.Ordinal)]
        : [.. All.Where(s => s.Needs.All(f => tree.Find(f) is { IsUnseen: false }) && s.Lacks.All(f => tree.Find(f) is null))];

    /// <summary>The question.</summary>
    public EnrichEntry ToEntry()
    {
        var entry = new EnrichEntry { Name = Name };
        entry.SetPath(Path);
        return entry;
    }
}
