using CommerceEventConsole.EndToEnd.Tests.Processes;

namespace CommerceEventConsole.EndToEnd.Tests.Faults;

/// <summary>Setup files of the fault suite.</summary>
internal static class FaultSetup
{
    /// <summary>A source without verification, the ERP, and a subscription that sends every order there.</summary>
    public static Func<Erp, string> Of(int timeoutSeconds = 10, bool subscribed = true) => erp => $$"""
        {
          "sources": [{ "slug": "{{Shop.Slug}}", "name": "Shop", "verification": "None" }],
          "destinations": [{
            "name": "ERP", "kind": "Erp", "url": "{{erp.Url}}", "allowPrivateAddress": true,
            "timeoutSeconds": {{timeoutSeconds}}, "firstRetrySeconds": 1, "maxRetrySeconds": 2, "maxAttempts": 100,
            "probeSeconds": 1, "maxProbeSeconds": 2
          }]{{(subscribed ? """
          ,
          "subscriptions": [{
            "name": "Orders", "eventType": "observer.sales_order_save_commit_after", "fields": ["increment_id"], "rules": [], "destinations": ["ERP"]
          }]
          """ : "")}}
        }
        """;
}
