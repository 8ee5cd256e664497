namespace CommerceEventConsole.Components.Subscriptions.Stages;

/// <summary>What Commerce's REST interface documents of the answers to common questions (spec 7.2), as examples.</summary>
internal static class CommerceDocuments
{
    private const string Order =
        """
        {"entity_id":1042,"increment_id":"000001042","ext_order_id":"ERP-4711","state":"processing","status":"processing","store_id":1,"store_name":"Main Website","created_at":"2026-03-01 09:30:00","updated_at":"2026-03-01 09:31:00",
         "customer_id":17,"customer_email":"ada@example.com","customer_firstname":"Ada","customer_lastname":"Moor","customer_group_id":1,"customer_is_guest":0,"customer_taxvat":"DE123456789","customer_note":"Please ring twice",
         "order_currency_code":"EUR","base_currency_code":"USD","base_to_order_rate":0.92,"grand_total":129.9,"base_grand_total":141.2,"subtotal":110.0,"base_subtotal":119.57,"tax_amount":14.9,"base_tax_amount":16.2,"shipping_amount":5.0,"base_shipping_amount":5.43,"discount_amount":0,"base_discount_amount":0,
         "total_paid":129.9,"total_due":0,"total_refunded":0,"total_qty_ordered":3,"total_item_count":2,"weight":2.4,"coupon_code":"SPRING","shipping_description":"Flat Rate - Fixed","is_virtual":0,"remote_ip":"203.0.113.7","quote_id":88,
         "items":[{"item_id":31,"order_id":1042,"parent_item_id":30,"product_id":7,"product_type":"simple","sku":"MUG-01","name":"Mug","qty_ordered":2,"qty_invoiced":0,"qty_shipped":0,"qty_canceled":0,"qty_refunded":0,"price":40.0,"base_price":43.5,"price_incl_tax":47.6,"row_total":80.0,"row_total_incl_tax":95.2,"tax_percent":19,"tax_amount":15.2,"discount_amount":0,"discount_percent":0,"weight":0.4,"ext_order_item_id":"10"}],
         "billing_address":{"entity_id":1,"firstname":"Ada","lastname":"Moor","company":"Moor Ltd","street":["1 High Street"],"city":"Leeds","region":"West Yorkshire","region_code":"WYK","postcode":"LS1 1AA","country_id":"GB","telephone":"0113 496 0000","email":"ada@example.com","vat_id":"GB999"},
         "payment":{"method":"checkmo","amount_ordered":129.9,"amount_paid":129.9,"last_trans_id":"TX-1","po_number":"PO-7"},
         "status_histories":[{"entity_id":5,"status":"processing","comment":"Paid","is_customer_notified":0,"is_visible_on_front":0,"created_at":"2026-03-01 09:31:00"}],
         "extension_attributes":{"shipping_assignments":[{"shipping":{"method":"flatrate_flatrate","address":{"firstname":"Ada","lastname":"Moor","company":"Moor Ltd","street":["1 High Street"],"city":"Leeds","region":"West Yorkshire","region_code":"WYK","postcode":"LS1 1AA","country_id":"GB","telephone":"0113 496 0000","email":"ada@example.com"}}}]}}
        """;

    private const string Product =
        """
        {"id":7,"sku":"MUG-01","name":"Mug","attribute_set_id":4,"price":40.0,"status":1,"visibility":4,"type_id":"simple","weight":0.4,"created_at":"2026-01-01 08:00:00","updated_at":"2026-02-01 08:00:00",
         "extension_attributes":{"website_ids":[1],"category_links":[{"position":0,"category_id":"12"}],"stock_item":{"item_id":7,"product_id":7,"stock_id":1,"qty":66,"is_in_stock":true,"min_qty":0,"backorders":0,"manage_stock":true}},
         "media_gallery_entries":[{"id":3,"media_type":"image","label":"Front","position":1,"disabled":false,"file":"/m/u/mug.jpg"}],"tier_prices":[{"customer_group_id":0,"qty":10,"value":36.0}],
         "custom_attributes":[{"attribute_code":"description","value":"A mug"}]}
        """;

    private const string Customer =
        """
        {"id":17,"group_id":1,"email":"ada@example.com","firstname":"Ada","lastname":"Moor","prefix":"Ms","dob":"1980-05-05","taxvat":"GB999","store_id":1,"website_id":1,"default_billing":"3","default_shipping":"3","created_at":"2025-11-01 10:00:00","updated_at":"2026-02-01 10:00:00",
         "addresses":[{"id":3,"customer_id":17,"firstname":"Ada","lastname":"Moor","company":"Moor Ltd","street":["1 High Street"],"city":"Leeds","region":{"region_code":"WYK","region":"West Yorkshire","region_id":0},"postcode":"LS1 1AA","country_id":"GB","telephone":"0113 496 0000","vat_id":"GB999","default_billing":true,"default_shipping":true}],
         "extension_attributes":{"is_subscribed":false},"custom_attributes":[{"attribute_code":"erp_number","value":"C-17"}]}
        """;

    private const string Stock =
        """{"item_id":7,"product_id":7,"stock_id":1,"qty":66,"is_in_stock":true,"min_qty":0,"min_sale_qty":1,"max_sale_qty":10000,"backorders":0,"notify_stock_qty":1,"manage_stock":true,"low_stock_date":"2026-02-01 08:00:00"}""";

    private const string SourceItem = """{"sku":"MUG-01","source_code":"default","quantity":66,"status":1}""";

    private const string Paper =
        """
        {"entity_id":12,"increment_id":"000000012","order_id":1042,"store_id":1,"state":2,"created_at":"2026-03-01 10:00:00","updated_at":"2026-03-01 10:00:00","grand_total":129.9,"subtotal":110.0,"tax_amount":14.9,"shipping_amount":5.0,"discount_amount":0,"order_currency_code":"EUR","transaction_id":"TX-1","total_qty":3,
         "items":[{"entity_id":9,"parent_id":12,"order_item_id":31,"product_id":7,"sku":"MUG-01","name":"Mug","qty":2,"price":40.0,"row_total":80.0,"tax_amount":15.2}],"comments":[{"comment":"Paid","created_at":"2026-03-01 10:00:00"}]}
        """;

    private const string Shipment =
        """
        {"entity_id":4,"increment_id":"000000004","order_id":1042,"customer_id":17,"store_id":1,"created_at":"2026-03-02 10:00:00","updated_at":"2026-03-02 10:00:00","total_qty":3,"total_weight":2.4,
         "items":[{"entity_id":9,"parent_id":4,"order_item_id":31,"product_id":7,"sku":"MUG-01","name":"Mug","qty":2,"price":40.0,"weight":0.4}],"tracks":[{"entity_id":2,"order_id":1042,"track_number":"1Z999","title":"Parcel","carrier_code":"custom"}],"comments":[{"comment":"On its way"}]}
        """;

    private static readonly (string Start, string Title, string Json)[] Known =
    [
        ("orders", "An order", Order), ("products", "A product", Product), ("customers", "A customer", Customer), ("stockItems", "The stock of an article", Stock),
        ("inventory/source-items", "Stock by source", SourceItem), ("invoices", "An invoice", Paper), ("creditmemo", "A credit memo", Paper), ("shipment", "A shipment", Shipment),
    ];

    /// <summary>What the answer to a question is, and an example of it; null where Commerce documents none that is known here.</summary>
    /// <param name="path">The path below the REST prefix.</param>
    public static (string Title, string Json)? For(string path)
    {
        path = path.Trim().TrimStart('/');
        var query = path.IndexOf('?', StringComparison.Ordinal);
        var isSearch = query >= 0 && path.Contains("searchCriteria", StringComparison.OrdinalIgnoreCase);
        var place = query < 0 ? path : path[..query];
        foreach (var (start, title, json) in Known)
        {
            if (!place.StartsWith(start, StringComparison.OrdinalIgnoreCase) || (place.Length > start.Length && place[start.Length] is not ('/' or 's')))
                continue;
            if (isSearch)
                return ("What a search found", $$"""{"items":[{{json}}],"total_count":1}""");
            // One of them by its id, and nothing below that: orders/7/comments is another document.
            return place.Split('/', StringSplitOptions.RemoveEmptyEntries).Length == start.Split('/').Length + 1 ? (title, json) : null;
        }

        return null;
    }
}
