using System.Text.Json.Nodes;

namespace CommerceEventConsole.Sandbox.Shop;

/// <summary>Customers as JSON: for events (spec 6.4) and for REST (spec 7.2).</summary>
internal static class CustomerDocument
{
    public static JsonObject ForEvent(Customer customer)
    {
        var value = Build(customer, Figures.FromDatabase);
        value["group_id"] = customer.GroupId;
        value["extension_attributes"] = new JsonObject();
        return value;
    }

    /// <summary>The register event nests the customer (spec 6.4).</summary>
    public static JsonObject ForRegisterEvent(Customer customer) =>
        new() { ["account_controller"] = new JsonArray(), ["customer"] = ForEvent(customer) };

    public static JsonObject ForRest(Customer customer)
    {
        var body = Build(customer, Figures.Numbers);
        body["extension_attributes"] = new JsonObject { ["is_subscribed"] = false };
        return body;
    }

    private static JsonObject Build(Customer customer, Figures figures) => new()
    {
        ["id"] = figures.Whole(customer.Id),
        ["group_id"] = figures.Whole(customer.GroupId),
        ["email"] = customer.Email,
        ["firstname"] = customer.FirstName,
        ["lastname"] = customer.LastName,
        ["store_id"] = figures.Whole(customer.Store.Id),
        ["website_id"] = figures.Whole(customer.Store.WebsiteId),
        ["taxvat"] = customer.TaxNumber,
        ["default_billing"] = figures.Whole(customer.Id),
        ["default_shipping"] = figures.Whole(customer.Id),
        ["created_at"] = Json.CommerceTime(customer.CreatedAt),
        ["updated_at"] = Json.CommerceTime(customer.UpdatedAt),
        ["addresses"] = new JsonArray(new JsonObject
        {
            ["id"] = figures.Whole(customer.Id),
            ["customer_id"] = figures.Whole(customer.Id),
            ["firstname"] = customer.FirstName,
            ["lastname"] = customer.LastName,
            ["company"] = customer.Company,
            ["street"] = new JsonArray(customer.Address.Street),
            ["city"] = customer.Address.City,
            ["region"] = new JsonObject { ["region"] = customer.Address.Region, ["region_code"] = customer.Address.RegionCode },
            ["postcode"] = customer.Address.Postcode,
            ["country_id"] = customer.Address.CountryId,
            ["telephone"] = customer.Address.Telephone,
            ["default_billing"] = true,
            ["default_shipping"] = true,
        }),
    };
}
