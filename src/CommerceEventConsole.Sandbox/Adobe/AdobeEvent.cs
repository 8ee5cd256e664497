using System.Text.Json.Nodes;
using CommerceEventConsole.Sandbox.Shop;

namespace CommerceEventConsole.Sandbox.Adobe;

/// <summary>One event as Adobe I/O Events keeps it for a registration: its id stays the same over all attempts.</summary>
internal sealed record AdobeEvent(string EventId, string Code, byte[] Json)
{
    private const string MerchantId = "fernhill";
    private const string EnvironmentId = "sandbox";
    private const string AliasPrefix = "backoffice_sync";

    /// <summary>Wraps what happened in the shop into the envelope of spec 6.2.</summary>
    public static AdobeEvent From(ShopEvent happened, SandboxOptions options, DateTimeOffset now)
    {
        var eventId = Guid.NewGuid().ToString();
        var code = "com.adobe.commerce." + (happened.Shape == EventShape.Aliased ? $"{AliasPrefix}.{happened.Name}" : happened.Name);
        var envelope = new JsonObject
        {
            ["specversion"] = "1.0",
            ["id"] = Guid.NewGuid().ToString(),
            ["source"] = $"urn:uuid:{options.ProviderId}",
            ["type"] = code,
            ["datacontenttype"] = "application/json",
            ["time"] = Sandbox.Json.IsoTime(now),
            ["eventid"] = eventId,
            // The old names carry the same values until the end of 2026 (spec 2.4).
            ["event_id"] = eventId,
            ["recipientclientid"] = options.ClientId,
            ["recipient_client_id"] = options.ClientId,
            ["data"] = happened.Shape == EventShape.Nested ? Nested(happened, now) : Documented(happened),
        };
        return new AdobeEvent(eventId, code, Sandbox.Json.Bytes(envelope));
    }

    private static JsonObject Documented(ShopEvent happened) => new()
    {
        ["key"] = Guid.NewGuid().ToString(),
        ["value"] = happened.Value,
        ["source"] = $"{MerchantId}.{EnvironmentId}",
        ["_metadata"] = new JsonObject
        {
            ["commerceEdition"] = "Adobe Commerce",
            ["commerceVersion"] = "2.4.9",
            ["eventsClientVersion"] = "1.22.1",
            ["storeId"] = Text.Of(happened.Store.Id),
            ["websiteId"] = Text.Of(happened.Store.WebsiteId),
            ["storeGroupId"] = Text.Of(happened.Store.GroupId),
        },
    };

    /// <summary>The form of the AsyncAPI description that circulates for Commerce (spec 1.3): consumers meet it too.</summary>
    private static JsonObject Nested(ShopEvent happened, DateTimeOffset now) => new()
    {
        ["uid"] = Guid.NewGuid().ToString(),
        ["timestamp"] = Sandbox.Json.IsoTime(now),
        ["merchant_id"] = MerchantId,
        ["environment_id"] = EnvironmentId,
        ["event"] = happened.Value,
    };
}
