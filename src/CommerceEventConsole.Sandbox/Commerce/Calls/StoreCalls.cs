using System.Text.Json.Nodes;
using CommerceEventConsole.Sandbox.Shop;

namespace CommerceEventConsole.Sandbox.Commerce.Calls;

/// <summary>Store views and websites. They never change.</summary>
internal sealed class StoreCalls : ICommerceCalls
{
    public IEnumerable<CommerceCall> All =>
    [
        CommerceCall.Get("store/storeViews", _ => List(Vocabulary.Stores.Select(store => new JsonObject
        {
            ["id"] = store.Id, ["code"] = store.Code, ["name"] = store.Name, ["website_id"] = store.WebsiteId, ["store_group_id"] = store.GroupId, ["is_active"] = 1,
        }))),
        CommerceCall.Get("store/websites", _ => List(Vocabulary.Stores.DistinctBy(store => store.WebsiteId).Select(store => new JsonObject
        {
            ["id"] = store.WebsiteId, ["code"] = store.WebsiteId == 1 ? "base" : $"website_{store.Code}", ["name"] = store.Name, ["default_group_id"] = store.GroupId,
        }))),
        CommerceCall.Get("store/storeGroups", _ => List(Vocabulary.Stores.DistinctBy(store => store.GroupId).Select(store => new JsonObject
        {
            ["id"] = store.GroupId, ["website_id"] = store.WebsiteId, ["root_category_id"] = 2, ["default_store_id"] = store.Id, ["name"] = store.Name, ["code"] = $"group_{Text.Of(store.GroupId)}",
        }))),
    ];

    private static JsonArray List(IEnumerable<JsonObject> items) => [.. items];
}
