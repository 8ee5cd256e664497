using System.Text.Json.Nodes;
using CommerceEventConsole.Sandbox.Shop;

namespace CommerceEventConsole.Sandbox.Commerce.Calls;

/// <summary>Companies (B2B) in a simple form: what an ERP has to say about them.</summary>
internal sealed class CompanyCalls(CustomerGroups groups, ShopEvents events) : ICommerceCalls
{
    private const int MostCompanies = 10_000;
    private const int Approved = 1;

    private static readonly string[] Texts =
        ["company_name", "company_email", "legal_name", "vat_tax_id", "reseller_id", "comment", "city", "country_id", "region", "postcode", "telephone"];

    private static readonly string[] Numbers = ["status", "customer_group_id", "super_user_id", "sales_representative_id", "region_id"];

    private readonly SortedDictionary<int, JsonObject> _companies = [];
    private int _last;

    public IEnumerable<CommerceCall> All =>
    [
        CommerceCall.Get("company", input => new Listing<JsonObject>(Copy, (_, _) => Listing<JsonObject>.Other).Answer(input, _companies.Values)),
        CommerceCall.Get("company/{companyId}", input => Copy(_companies[Existing(input)])),
        CommerceCall.Post("company", Create),
        CommerceCall.Put("company/{companyId}", input => Save(Existing(input), Copy(_companies[Existing(input)]), input.Object("company"), isNew: false)),
        CommerceCall.Delete("company/{companyId}", input => JsonValue.Create(_companies.Remove(Existing(input)))),
    ];

    private JsonObject Create(CallInput input)
    {
        var body = input.Object("company");
        foreach (var field in (string[])["company_name", "company_email"])
            Fields.Needed(body, field);
        if (_companies.Count >= MostCompanies)
            throw new CommerceRefusal(StatusCodes.Status400BadRequest, "There are %1 companies already.", Text.Of(MostCompanies));
        var made = new JsonObject { ["id"] = _last + 1, ["status"] = Approved, ["customer_group_id"] = CustomerGroups.General };
        var saved = Save(_last + 1, made, body, isNew: true);
        _last++;
        return saved;
    }

    private JsonObject Save(int id, JsonObject company, JsonObject body, bool isNew)
    {
        foreach (var field in Texts.Where(body.ContainsKey))
            company[field] = Fields.Text(body, field);
        foreach (var field in Numbers.Where(body.ContainsKey))
            company[field] = Fields.Whole(body, field);
        if (body["street"] is JsonArray street)
            company["street"] = street.DeepClone();
        var email = Fields.Needed(company, "company_email");
        if (_companies.Any(other => other.Key != id && string.Equals(Fields.Text(other.Value, "company_email"), email, StringComparison.OrdinalIgnoreCase)))
            throw new CommerceRefusal(StatusCodes.Status400BadRequest, "Company with this email already exists: %1.", email);
        if (Fields.Whole(company, "customer_group_id") is { } group && !groups.Knows(group))
            throw CommerceRefusal.NoSuch("customer_group_id", Text.Of(group));
        _companies[id] = company;
        var payload = Copy(company);
        payload["_isNew"] = isNew;
        payload["_origData"] = new JsonArray();
        events.Emit(EventNames.CompanySaved, payload, Vocabulary.Stores[0]);
        return Copy(company);
    }

    private int Existing(CallInput input) =>
        _companies.ContainsKey(input.Id("companyId")) ? input.Id("companyId") : throw CommerceRefusal.NoSuch("companyId", input.Values["companyId"]);

    private static JsonObject Copy(JsonObject company) => (JsonObject)company.DeepClone();
}
