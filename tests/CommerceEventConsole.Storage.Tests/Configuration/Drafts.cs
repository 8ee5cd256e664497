using System.Collections.Immutable;
using CommerceEventConsole.Engine.BackOffice.Systems;
using CommerceEventConsole.Engine.Commerce.Instances;
using CommerceEventConsole.Engine.Destinations;
using CommerceEventConsole.Engine.Setup;
using CommerceEventConsole.Engine.Sources;
using CommerceEventConsole.Engine.Subscriptions;
using CommerceEventConsole.Engine.Subscriptions.Matching;
using CommerceEventConsole.Engine.Subscriptions.Stages;

namespace CommerceEventConsole.Storage.Tests.Configuration;

/// <summary>Drafts with nothing wrong; a test changes what it is about.</summary>
internal static class Drafts
{
    public const string Secret = "correct-horse-battery";
    public const string OrderSaved = "observer.sales_order_save_commit_after";

    public static SourceDraft Source { get; } =
        new("shop", "Main shop", Verification.Hmac, Secret, ClientId: null, ConfirmChallenges: true, [], Enabled: true);

    public static DestinationDraft Destination { get; } =
        new("ERP", DestinationKind.Erp, "https://erp.example.com/events", "signing-secret", [new("X-Api-Key", "key-of-erp")], AllowPrivateAddress: false);

    public static CommerceInstanceDraft Commerce { get; } = new(
        "Main shop",
        CommerceKind.PaaS,
        "https://shop.example.com/",
        "",
        AllowPrivateAddress: false,
        CommerceAuthentication.IntegrationToken,
        new Dictionary<CommerceSecret, string?> { [CommerceSecret.AccessToken] = "token-of-the-shop" });

    public static BackOfficeSystemDraft System { get; } = new(
        "ERP",
        SystemConnector.Rest,
        """{ "baseUrl": "https://erp.example.com/api", "authentication": { "kind": "ApiKey", "header": "X-Key" } }""",
        """{ "Stock": { "read": { "path": "stock" }, "fields": [{ "field": "sku", "path": "no" }] } }""")
    {
        Secrets = new Dictionary<SystemSecret, string?> { [SystemSecret.ApiKey] = "key-of-the-erp" },
    };

    /// <summary>The fields that have problems, in alphabetical order.</summary>
    public static string FieldsOf<T>(ChangeResult<T> result)
        where T : class => string.Join(' ', result.Problems.Select(p => p.Field).Order(StringComparer.Ordinal));

    public static RouteStages Stages { get; } = new()
    {
        Enrich = [new("order", "orders/{entity_id}", InstanceId: 3, MayBeMissing: true)],
        Map = new MapStage
        {
            Rows =
            [
                new("number", new StageValue { Path = "order.increment_id" }) { IsRequired = true },
                new("kind", new StageValue { Constant = "\"<ö>\"" }, new StageConverter(StageConversion.LookUp, "?")
                {
                    Table = ImmutableSortedDictionary<string, string>.Empty.Add("a", "1").Add("B", "2"),
                }),
            ],
            Sample = """{"number":"1","kind":"x"}""",
        },
        Send = new SendStage("PUT", "orders/{order.increment_id}"),
        WriteBack = [new("id", WriteBackKind.ExternalId, "order.entity_id", [new("ext_order_id", new StageValue { Text = "E-{answer.id}" })], 3) { OnlyWith = "answer.id" }],
    };

    public static SubscriptionDraft Subscription(params int[] destinations) => new(
        "Big orders",
        OrderSaved,
        ["increment_id", "grand_total"],
        [new Rule("grand_total", RuleOperator.GreaterThan, "100")],
        destinations,
        RouteSending.Default,
        Enabled: true);
}
