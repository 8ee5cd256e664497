using System.Text.Json;
using CommerceEventConsole.Engine.Catalogue;

namespace CommerceEventConsole.Engine.Tests.Catalogue;

public sealed class EventCatalogueTests
{
    // Adobe I/O Events, section 6.4: the 34 names of the SaaS reference.
    private static readonly string[] Saas =
    [
        "observer.catalog_category_save_after", "observer.catalog_category_delete_after", "observer.catalog_product_save_after",
        "observer.catalog_product_save_commit_after", "observer.catalog_product_delete_commit_after",
        "observer.cataloginventory_stock_item_save_commit_after", "observer.checkout_cart_product_add_after",
        "observer.checkout_submit_all_after", "observer.company_save_commit_after", "observer.customer_save_after",
        "observer.customer_save_commit_after", "observer.customer_delete_commit_after", "observer.customer_group_save_commit_after",
        "observer.customer_group_delete_commit_after", "observer.customer_login", "observer.customer_register_success",
        "observer.customercustomattributes_attribute_save", "observer.sales_quote_save_after", "observer.sales_order_save_after",
        "observer.sales_order_save_commit_after", "plugin.sales.api.order_management.place", "plugin.sales.api.order_repository.save",
        "observer.sales_order_invoice_save_after", "observer.sales_order_creditmemo_save_after",
        "observer.sales_order_shipment_save_after", "observer.sales_order_shipment_track_save_after",
        "observer.sales_order_status_history_save_after", "observer.rma_save_after", "observer.rma_save_commit_after",
        "observer.salesrule_save_commit_after", "observer.salesrule_rule_save_after", "plugin.sales_rule.api.rule_repository.save",
        "plugin.sales_rule.model.resource_model.coupon.save", "plugin.sales_rule.model.resource_model.coupon.delete",
    ];

    // The channels of the AsyncAPI description, and the starter kit's extra.
    private static readonly string[] Others =
    [
        "observer.sales_order_place_after", "observer.sales_order_save_commit_after", "observer.customer_register_success",
        "observer.customer_save_after_data_object", "observer.catalog_product_save_after", "observer.catalog_product_delete_after_done",
        "observer.checkout_submit_all_after", "observer.sales_order_creditmemo_save_after", "observer.salesrule_rule_delete_after",
    ];

    // Adobe I/O Events, section 8.2.
    private static readonly string[] BackOffice =
    [
        "be-observer.catalog_product_create", "be-observer.catalog_product_update", "be-observer.catalog_product_delete",
        "be-observer.customer_create", "be-observer.customer_update", "be-observer.customer_delete", "be-observer.customer_group_create",
        "be-observer.customer_group_update", "be-observer.customer_group_delete", "be-observer.sales_order_status_update",
        "be-observer.sales_order_shipment_create", "be-observer.sales_order_shipment_update", "be-observer.catalog_stock_update",
    ];

    private static readonly string[] WithoutFields = ["observer.customercustomattributes_attribute_save", "observer.salesrule_rule_delete_after"];

    private static readonly EventCatalogue Catalogue = EventCatalogue.Default;

    public static TheoryData<string> Names => [.. Catalogue.Types.Select(type => type.Name)];

    [Fact]
    public void It_holds_every_event_type_the_sources_name_and_no_other()
    {
        Assert.Equal(34, Saas.Length);
        Assert.Equal(
            Saas.Concat(Others).Concat(BackOffice).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
            Catalogue.Types.Select(type => type.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_two_event_types_bear_one_title() =>
        Assert.Equal(Catalogue.Types.Count, Catalogue.Types.Select(type => type.Title).Distinct(StringComparer.OrdinalIgnoreCase).Count());

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_entry_is_whole(string name)
    {
        var type = Catalogue.Find(name)!;

        Assert.Equal(name, EventTypeName.Canonicalize(name));
        Assert.NotEmpty(type.Title);
        Assert.EndsWith(".", type.Description, StringComparison.Ordinal);
        Assert.NotEqual(EntityKind.None, type.EntityKind);
        Assert.Equal(WithoutFields.Contains(name), type.Fields.Count == 0);
        Assert.True(Enum.IsDefined(type.Category));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_sample_has_the_form_its_sender_uses(string name)
    {
        var type = Catalogue.Find(name)!;

        var payload = PayloadRoot.Find(type.Sample, type);

        Assert.Equal(
            type.Category == EventCategory.BackOffice ? PayloadShape.Plain : Saas.Contains(name) || name.EndsWith("rule_delete_after", StringComparison.Ordinal) ? PayloadShape.Documented : PayloadShape.Seed,
            payload.Shape);
        if (payload.Shape == PayloadShape.Documented) Assert.Equal("acme.prod", type.Sample.GetProperty("source").GetString());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_sample_tells_its_entity_and_can_be_found(string name)
    {
        var keys = new List<SearchKey>();
        var type = Catalogue.Describe(name);

        var entity = new EntityExtractor(Catalogue).Extract(type, type.Info!.Sample, keys);

        Assert.Equal(type.Info.EntityKind, entity.Kind);
        Assert.NotEmpty(keys);
        // Its sample is about two products; that case has a test of its own.
        if (!name.EndsWith("catalog_stock_update", StringComparison.Ordinal)) Assert.NotNull(entity.Key);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void No_sample_deviates_from_the_description(string name)
    {
        var type = Catalogue.Find(name)!;
        var deviations = new List<string>();

        new PayloadChecker().CheckData(type.Sample, type, deviations);

        Assert.Empty(deviations);
    }

    [Fact]
    public void Every_preferred_key_path_leads_somewhere_in_its_sample()
    {
        var astray = new List<string>();
        foreach (var type in Catalogue.Types)
        {
            var payload = PayloadRoot.Find(type.Sample, type);
            if (!type.EntityKeys.Any(path => Reaches(path.Compiled, payload.Entity))) astray.Add($"{type.Name}: no key");
            astray.AddRange(type.RootSearchKeys.Where(path => !Reaches(path.Compiled, payload.Root)).Select(path => $"{type.Name}: {path.Path}")
                .Where(text => !text.EndsWith("quote.id", StringComparison.Ordinal)));
        }

        Assert.Empty(astray);
    }

    [Fact]
    public void Every_kind_of_search_key_an_event_type_declares_is_in_a_sample_of_its_entity()
    {
        var missing = Catalogue.Types
            .GroupBy(type => type.SearchKeys)
            .SelectMany(sharing => sharing.Key.Select(path => path.Kind).Distinct()
                .Where(kind => !sharing.Any(type => sharing.Key.Any(path =>
                    path.Kind == kind && Reaches(path.Compiled, PayloadRoot.Find(type.Sample, type).Entity))))
                .Select(kind => $"{sharing.First().Name}: {kind}"))
            // Invoices, shipments and credit memos carry the order's number, and stock items the SKU, only where a subscription adds it.
            .Where(text => !text.EndsWith($": {SearchKeyKind.OrderNumber}", StringComparison.Ordinal))
            .Where(text => !text.EndsWith($"stock_item_save_commit_after: {SearchKeyKind.Sku}", StringComparison.Ordinal));

        Assert.Empty(missing);
    }

    [Fact]
    public void Fields_of_a_nested_entity_are_named_from_the_payload_root()
    {
        var fields = Catalogue.Find("observer.checkout_submit_all_after")!.Fields;

        Assert.Contains("order.items[].sku", fields, StringComparer.Ordinal);
        Assert.Contains("quote", fields, StringComparer.Ordinal);
        Assert.DoesNotContain("increment_id", fields, StringComparer.Ordinal);
    }

    [Fact]
    public void Every_kind_has_a_name_of_its_own()
    {
        AssertNamed([.. Enum.GetValues<EntityKind>().Select(kind => kind.DisplayName())]);
        AssertNamed([.. Enum.GetValues<SearchKeyKind>().Select(kind => kind.DisplayName())]);
        AssertNamed([.. Enum.GetValues<EventCategory>().Select(category => category.DisplayName())]);
    }

    private static void AssertNamed(string[] all)
    {
        Assert.Equal(all.Length, all.Distinct(StringComparer.Ordinal).Count());
        Assert.DoesNotContain(all, name => name.StartsWith("Unknown", StringComparison.Ordinal));
    }

    private static bool Reaches(PropertyPath path, JsonElement from)
    {
        var visitor = new Counter();
        path.Visit(from, ref visitor);
        return visitor.Count > 0;
    }

    private struct Counter : IValueVisitor
    {
        public int Count { get; private set; }

        public bool Visit(JsonElement value)
        {
            Count++;
            return true;
        }
    }
}
