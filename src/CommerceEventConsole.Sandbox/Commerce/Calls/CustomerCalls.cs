using System.Text.Json.Nodes;
using CommerceEventConsole.Sandbox.Shop;

namespace CommerceEventConsole.Sandbox.Commerce.Calls;

/// <summary>Customers.</summary>
internal sealed class CustomerCalls(ShopState shop, CustomerGroups groups, ShopEvents events, TimeProvider time) : ICommerceCalls
{
    private static readonly Address Nowhere = new("", "", "", "", "", "", "");

    public IEnumerable<CommerceCall> All =>
    [
        CommerceCall.Get("customers/search", input => Listing.Customers.Answer(input, shop.Customers)),
        CommerceCall.Get("customers/{id}", input => CustomerDocument.ForRest(Customer(input))),
        CommerceCall.Post("customers", Create),
        CommerceCall.Put("customers/{id}", Update),
        CommerceCall.Delete("customers/{id}", Delete),
    ];

    private JsonObject Create(CallInput input)
    {
        var body = input.Object("customer");
        var email = Email(body) ?? throw CommerceRefusal.Required("email");
        var (first, last) = (Fields.Needed(body, "firstname"), Fields.Needed(body, "lastname"));
        var group = Group(body) ?? CustomerGroups.General;
        var website = Fields.Whole(body, "website_id") ?? input.Store?.WebsiteId ?? 1;
        var store = Vocabulary.Stores.FirstOrDefault(one => one.WebsiteId == website) ?? throw CommerceRefusal.NoSuch("website_id", Text.Of(website));
        RequireFree(email, website, except: null);
        var now = time.GetUtcNow();
        var customer = new Customer
        {
            Id = shop.Numbers.NextCustomer(), Email = email, FirstName = first, LastName = last, Store = store,
            Address = AddressOf(body) ?? Nowhere, GroupId = group, CreatedAt = now, UpdatedAt = now,
            TaxNumber = Fields.Text(body, "taxvat"),
        };
        shop.Add(customer);
        Emit(EventNames.CustomerSaved, customer);
        return CustomerDocument.ForRest(customer);
    }

    private JsonObject Update(CallInput input)
    {
        var customer = Customer(input);
        var body = input.Object("customer");
        var email = Email(body) ?? customer.Email;
        var group = Group(body) ?? customer.GroupId;
        var address = AddressOf(body) ?? customer.Address;
        var (first, last) = (Fields.Text(body, "firstname") ?? customer.FirstName, Fields.Text(body, "lastname") ?? customer.LastName);
        RequireFree(email, customer.Store.WebsiteId, customer);
        (customer.Email, customer.GroupId, customer.Address, customer.FirstName, customer.LastName) = (email, group, address, first, last);
        customer.TaxNumber = Fields.Text(body, "taxvat") ?? customer.TaxNumber;
        customer.UpdatedAt = time.GetUtcNow();
        Emit(EventNames.CustomerSaved, customer);
        return CustomerDocument.ForRest(customer);
    }

    private JsonValue Delete(CallInput input)
    {
        var customer = Customer(input);
        shop.Remove(customer);
        Emit(EventNames.CustomerDeleted, customer);
        return JsonValue.Create(true);
    }

    private void RequireFree(string email, int website, Customer? except)
    {
        if (shop.Customers.Any(other => other != except && other.Store.WebsiteId == website && string.Equals(other.Email, email, StringComparison.OrdinalIgnoreCase)))
            throw new CommerceRefusal(StatusCodes.Status400BadRequest, "A customer with the same email address already exists in an associated website.");
    }

    private static string? Email(JsonObject body) => Fields.Text(body, "email") switch
    {
        null => null,
        var email when email.IndexOf('@', StringComparison.Ordinal) is var at && at > 0 && at < email.Length - 1 => email,
        var email => throw CommerceRefusal.Invalid("email", email),
    };

    private int? Group(JsonObject body) => Fields.Whole(body, "group_id") switch
    {
        null => null,
        { } id when groups.Knows(id) => id,
        { } id => throw CommerceRefusal.NoSuch("group_id", Text.Of(id)),
    };

    private static Address? AddressOf(JsonObject body)
    {
        if (Fields.Objects(body, "addresses") is not [var address, ..])
            return null;
        var street = string.Join(", ", (address["street"] as JsonArray ?? []).OfType<JsonValue>());
        var region = address["region"] as JsonObject;
        return new Address(street, Fields.Text(address, "city") ?? "", region is null ? "" : Fields.Text(region, "region") ?? "",
            region is null ? "" : Fields.Text(region, "region_code") ?? "", Fields.Text(address, "postcode") ?? "", Fields.Text(address, "country_id") ?? "", Fields.Text(address, "telephone") ?? "");
    }

    private void Emit(string name, Customer customer) => events.Emit(name, CustomerDocument.ForEvent(customer), customer.Store);

    private Customer Customer(CallInput input) =>
        shop.TryGetCustomer(input.Id("id"), out var customer) ? customer : throw CommerceRefusal.NoSuch("customerId", input.Values["id"]);
}
