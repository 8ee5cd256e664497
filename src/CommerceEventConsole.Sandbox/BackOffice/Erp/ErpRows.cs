namespace CommerceEventConsole.Sandbox.BackOffice.Erp;

/// <summary>A row of the ERP: its key, and when it was changed.</summary>
internal abstract class ErpRow
{
    public abstract string Key { get; }

    /// <summary>When it was changed last; no two changes of the ERP have the same time.</summary>
    public DateTimeOffset ChangedAt { get; set; }
}

/// <summary>States of a sales order.</summary>
internal static class DocState
{
    public const int Received = 10;
    public const int Confirmed = 20;
    public const int PartlyDelivered = 40;
    public const int Delivered = 50;
    public const int Returned = 80;
    public const int Cancelled = 90;

    public static string Name(int state) => state switch
    {
        Received => "received",
        Confirmed => "confirmed",
        PartlyDelivered => "partly delivered",
        Delivered => "delivered",
        Returned => "returned",
        _ => "cancelled",
    };
}

/// <summary>A line of a sales order.</summary>
internal sealed class ErpLine(string articleNo)
{
    public string ArticleNo => articleNo;

    public int LineNo { get; set; }

    public string? Text { get; set; }

    public decimal Qty { get; set; }

    public decimal UnitPrice { get; set; }

    public decimal Delivered { get; set; }

    public decimal Returned { get; set; }

    public decimal Open => Qty - Delivered;
}

/// <summary>What a sales order says about whom it is for and what it comes to; absent parts are not known.</summary>
internal sealed record ErpOrderHead
{
    public string? Channel { get; init; }

    public DateOnly? OrderDate { get; init; }

    public string? Currency { get; init; }

    public string? ShopStatus { get; init; }

    public string? CustomerRef { get; init; }

    public string? Email { get; init; }

    public string? Name1 { get; init; }

    public string? Name2 { get; init; }

    public string? Company { get; init; }

    public string? Street { get; init; }

    public string? Zip { get; init; }

    public string? Town { get; init; }

    public string? Country { get; init; }

    public decimal? Net { get; init; }

    public decimal? Tax { get; init; }

    public decimal? Freight { get; init; }

    public decimal? Discount { get; init; }

    public decimal? Gross { get; init; }

    /// <summary>When the shop changed the order, in the shop's own words; a later message with an earlier time is old news.</summary>
    public string? ShopUpdatedAt { get; init; }

    /// <summary>What is known now: the other's parts where it has them.</summary>
    public ErpOrderHead With(ErpOrderHead other) => new()
    {
        Channel = other.Channel ?? Channel, OrderDate = other.OrderDate ?? OrderDate, Currency = other.Currency ?? Currency,
        ShopStatus = other.ShopStatus ?? ShopStatus, CustomerRef = other.CustomerRef ?? CustomerRef, Email = other.Email ?? Email,
        Name1 = other.Name1 ?? Name1, Name2 = other.Name2 ?? Name2, Company = other.Company ?? Company, Street = other.Street ?? Street,
        Zip = other.Zip ?? Zip, Town = other.Town ?? Town, Country = other.Country ?? Country, Net = other.Net ?? Net, Tax = other.Tax ?? Tax,
        Freight = other.Freight ?? Freight, Discount = other.Discount ?? Discount, Gross = other.Gross ?? Gross,
        ShopUpdatedAt = other.ShopUpdatedAt ?? ShopUpdatedAt,
    };
}

/// <summary>A sales order.</summary>
internal sealed class ErpOrder(string externalNo, string documentNo) : ErpRow
{
    public override string Key => externalNo;

    public string DocumentNo => documentNo;

    public int State { get; set; } = DocState.Received;

    public ErpOrderHead Head { get; set; } = new();

    public List<ErpLine> Lines { get; set; } = [];
}

/// <summary>How much of an article a delivery or a return holds.</summary>
internal sealed record ErpQuantity(int LineNo, string ArticleNo, decimal Qty);

/// <summary>What left the warehouse for an order.</summary>
internal sealed class ErpDelivery(string number, ErpOrder order) : ErpRow
{
    public override string Key => number;

    public ErpOrder Order => order;

    public required DateOnly ShippedOn { get; init; }

    public required string Plant { get; init; }

    public required string ParcelNo { get; init; }

    /// <summary>The shop shipped it by itself, and told the ERP.</summary>
    public bool ByShop { get; init; }

    public required IReadOnlyList<ErpQuantity> Lines { get; init; }
}

/// <summary>What came back of an order.</summary>
internal sealed class ErpReturn(string number, ErpOrder order) : ErpRow
{
    public override string Key => number;

    public ErpOrder Order => order;

    public required DateOnly ReturnedOn { get; init; }

    public required string Reason { get; init; }

    public required IReadOnlyList<ErpQuantity> Lines { get; init; }
}

/// <summary>An article.</summary>
internal sealed class ErpArticle(string articleNo) : ErpRow
{
    public override string Key => articleNo;

    public string? Short { get; set; }

    public string? Long { get; set; }

    public bool Blocked { get; set; }

    public decimal? WeightKg { get; set; }
}

/// <summary>The base price of an article.</summary>
internal sealed class ErpPrice(string articleNo) : ErpRow
{
    public override string Key => articleNo;

    public decimal NetPrice { get; set; }

    public DateOnly? ValidFrom { get; set; }
}

/// <summary>What a plant has of an article.</summary>
internal sealed class ErpStock(string articleNo, string plant) : ErpRow
{
    public static string KeyOf(string articleNo, string plant) => $"{articleNo}/{plant}";

    public override string Key => KeyOf(articleNo, plant);

    public string ArticleNo => articleNo;

    public string Plant => plant;

    public decimal Free { get; set; }
}

/// <summary>A customer or a company.</summary>
internal sealed class ErpPartner(string email, string number) : ErpRow
{
    public override string Key => email;

    public string Number => number;

    public string? Name1 { get; set; }

    public string? Name2 { get; set; }

    public string? Group { get; set; }

    public string? Phone { get; set; }

    public string? LegalName { get; set; }

    public string? VatId { get; set; }
}

/// <summary>A price for a group of customers, from a quantity on.</summary>
internal sealed class ErpListPrice(string articleNo, string listCode, decimal fromQty) : ErpRow
{
    public override string Key => $"{articleNo}/{listCode}/{Sandbox.Text.OfQuantity(fromQty)}";

    public string ArticleNo => articleNo;

    public string ListCode => listCode;

    public decimal FromQty => fromQty;

    public decimal NetPrice { get; set; }
}
