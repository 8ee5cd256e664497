using CommerceEventConsole.Engine.Catalogue;

namespace CommerceEventConsole.Engine.Events;

/// <summary>Which search keys name which entity, and the reverse.</summary>
public static class EntityKeys
{
    private static readonly (EntityKind Entity, SearchKeyKind? ByName, SearchKeyKind? ById)[] Table =
    [
        (EntityKind.Order, SearchKeyKind.OrderNumber, SearchKeyKind.OrderId),
        (EntityKind.Invoice, SearchKeyKind.InvoiceNumber, SearchKeyKind.InvoiceId),
        (EntityKind.Shipment, SearchKeyKind.ShipmentNumber, SearchKeyKind.ShipmentId),
        (EntityKind.CreditMemo, SearchKeyKind.CreditMemoNumber, SearchKeyKind.CreditMemoId),
        (EntityKind.Return, SearchKeyKind.ReturnNumber, SearchKeyKind.ReturnId),
        (EntityKind.Customer, SearchKeyKind.Email, SearchKeyKind.CustomerId),
        (EntityKind.CustomerGroup, SearchKeyKind.CustomerGroupCode, SearchKeyKind.CustomerGroupId),
        (EntityKind.Company, SearchKeyKind.Email, SearchKeyKind.CompanyId),
        (EntityKind.Product, SearchKeyKind.Sku, SearchKeyKind.ProductId),
        (EntityKind.Stock, SearchKeyKind.Sku, SearchKeyKind.ProductId),
        (EntityKind.Category, null, SearchKeyKind.CategoryId),
        (EntityKind.Quote, SearchKeyKind.OrderNumber, SearchKeyKind.QuoteId),
        (EntityKind.SalesRule, null, SearchKeyKind.SalesRuleId),
        (EntityKind.Coupon, SearchKeyKind.CouponCode, null),
        (EntityKind.Attribute, SearchKeyKind.AttributeCode, null),
        (EntityKind.Other, SearchKeyKind.Other, SearchKeyKind.Other),
    ];

    /// <summary>The search key that an entity's own key is stored under; null for kinds that are not searched by it.</summary>
    public static SearchKey? Of(EntityRef entity)
    {
        if (entity.Key is not { } key) return null;
        var (_, byName, byId) = Array.Find(Table, t => t.Entity == entity.Kind);
        var kind = EntityText.IsId(key) ? byId : byName;
        return kind is { } k ? new SearchKey(k, SearchKey.Normalize(EntityText.WithoutIdMark(key))) : null;
    }

    /// <summary>The entity that a search key names by itself; null for a key such as a tracking number, which only leads to one.</summary>
    public static EntityRef? EntityOf(SearchKey key)
    {
        foreach (var (entity, byName, byId) in Table)
        {
            if (byId == key.Kind) return new EntityRef(entity, EntityText.FromId(key.Value));
            if (byName == key.Kind) return new EntityRef(entity, key.Value);
        }

        return null;
    }

    /// <summary>Whether two kinds of key are the number and the id of one sort of entity.</summary>
    internal static bool NamesSame(EntityKind entity, SearchKeyKind kind)
    {
        var (_, byName, byId) = Array.Find(Table, t => t.Entity == entity);
        return kind == byName || kind == byId;
    }

    /// <summary>
    /// The kinds of event that tell an entity's own story; null for all. A product's SKU stands in every order that holds it, and
    /// those are not about the product.
    /// </summary>
    internal static EntityKind[]? OwnStory(EntityKind entity) => entity switch
    {
        EntityKind.Product or EntityKind.Stock => [EntityKind.Product, EntityKind.Stock],
        EntityKind.Coupon or EntityKind.SalesRule => [EntityKind.Coupon, EntityKind.SalesRule],
        EntityKind.Category or EntityKind.Attribute or EntityKind.CustomerGroup => [entity],
        _ => null,
    };
}
