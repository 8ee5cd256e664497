using System.Text.Json.Nodes;
using CommerceEventConsole.Sandbox.Shop;

namespace CommerceEventConsole.Sandbox.Commerce.Calls;

/// <summary>Groups of customers: those that every shop has, and those that somebody adds.</summary>
internal sealed class CustomerGroups(ShopState shop, ShopEvents events) : ICommerceCalls
{
    public const int General = 1;

    private const int TaxClass = 3;
    private const int LongestCode = 32;
    private const int MostGroups = 1000;

    private readonly SortedDictionary<int, (string Code, int TaxClassId)> _groups = new()
    {
        [0] = ("NOT LOGGED IN", TaxClass), [General] = ("General", TaxClass), [2] = ("Wholesale", TaxClass), [3] = ("Retailer", TaxClass),
    };

    public IEnumerable<CommerceCall> All =>
    [
        CommerceCall.Get("customerGroups/search", input => new Listing<int>(Document, (_, _) => Listing<int>.Other).Answer(input, _groups.Keys)),
        CommerceCall.Get("customerGroups/{id}", input => Document(Existing(input))),
        CommerceCall.Post("customerGroups", input => Save(input, _groups.Keys.Max() + 1)),
        CommerceCall.Put("customerGroups/{id}", input => Save(input, Existing(input))),
        CommerceCall.Delete("customerGroups/{id}", Delete),
    ];

    public bool Knows(int id) => _groups.ContainsKey(id);

    private JsonObject Save(CallInput input, int id)
    {
        var group = input.Object("group");
        var code = Fields.Needed(group, "code");
        if (code.Length > LongestCode)
            throw CommerceRefusal.Invalid("code", code);
        if (_groups.Any(other => other.Key != id && string.Equals(other.Value.Code, code, StringComparison.OrdinalIgnoreCase)))
            throw new CommerceRefusal(StatusCodes.Status400BadRequest, "Customer Group already exists.");
        if (_groups.Count >= MostGroups)
            throw new CommerceRefusal(StatusCodes.Status400BadRequest, "There are %1 groups already.", Text.Of(MostGroups));
        _groups[id] = (code, Fields.Whole(group, "tax_class_id") ?? TaxClass);
        events.Emit(EventNames.GroupSaved, Payload(id), Vocabulary.Stores[0]);
        return Document(id);
    }

    private JsonValue Delete(CallInput input)
    {
        var id = Existing(input);
        if (id <= General)
            throw new CommerceRefusal(StatusCodes.Status400BadRequest, "Cannot delete group.");
        var payload = Payload(id);
        _groups.Remove(id);
        foreach (var customer in shop.Customers.Where(customer => customer.GroupId == id))
            customer.GroupId = General;
        events.Emit(EventNames.GroupDeleted, payload, Vocabulary.Stores[0]);
        return JsonValue.Create(true);
    }

    private int Existing(CallInput input) => Knows(input.Id("id")) ? input.Id("id") : throw CommerceRefusal.NoSuch("id", input.Values["id"]);

    private JsonObject Document(int id) => new()
    {
        ["id"] = id, ["code"] = _groups[id].Code, ["tax_class_id"] = _groups[id].TaxClassId, ["tax_class_name"] = "Retail Customer",
    };

    private JsonObject Payload(int id) => new()
    {
        ["customer_group_id"] = Text.Of(id), ["customer_group_code"] = _groups[id].Code, ["tax_class_id"] = Text.Of(_groups[id].TaxClassId),
        ["extension_attributes"] = new JsonObject(),
    };
}
