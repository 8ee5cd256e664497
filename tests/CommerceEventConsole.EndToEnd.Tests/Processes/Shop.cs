using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace CommerceEventConsole.EndToEnd.Tests.Processes;

/// <summary>A sender that needs to prove nothing, and the setup that takes its orders to a sink.</summary>
internal static class Shop
{
    public const string Slug = "shop";

    /// <summary>A source without verification and, if there is a sink, a subscription that sends every order there.</summary>
    public static string Setup(Sink? sink = null, int timeoutSeconds = 10) => $$"""
        {
          "sources": [{ "slug": "{{Slug}}", "name": "Shop", "verification": "None" }]{{(sink is null ? "" : $$"""
          ,
          "destinations": [{
            "name": "ERP", "kind": "Erp", "url": "{{sink.Url}}", "allowPrivateAddress": true,
            "timeoutSeconds": {{timeoutSeconds}}, "firstRetrySeconds": 1, "maxRetrySeconds": 2, "maxAttempts": 100
          }],
          "subscriptions": [{
            "name": "Orders", "eventType": "observer.sales_order_save_commit_after", "fields": ["increment_id"], "rules": [], "destinations": ["ERP"]
          }]
          """)}}
        }
        """;

    /// <summary>One saved order as a CloudEvent.</summary>
    public static string OrderSaved(string eventId, string order) => $$"""
        {"specversion":"1.0","id":"{{eventId}}","source":"urn:example:shop","type":"com.adobe.commerce.observer.sales_order_save_commit_after",
         "data":{"value":{"increment_id":"{{order}}","entity_id":"7","state":"processing","customer_email":"jane@example.com"} } }
        """;

    /// <summary>Sends an event; true if it was acknowledged.</summary>
    public static async Task<bool> SendAsync(HttpClient console, string cloudEvent)
    {
        using var content = new StringContent(cloudEvent, Encoding.UTF8, new MediaTypeHeaderValue("application/cloudevents+json"));
        using var answer = await console.PostAsync(new Uri($"/intake/{Slug}", UriKind.Relative), content, TestContext.Current.CancellationToken);
        return answer.StatusCode == HttpStatusCode.OK;
    }
}
