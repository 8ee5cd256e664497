using System.Text.Json.Nodes;
using CommerceEventConsole.Engine.BackOffice;
using CommerceEventConsole.Engine.BackOffice.Systems;
using CommerceEventConsole.Engine.Commerce.Instances;
using CommerceEventConsole.Engine.Freshness;
using CommerceEventConsole.Engine.Resync;
using CommerceEventConsole.Engine.Resync.Definitions;
using CommerceEventConsole.Engine.Setup;
using CommerceEventConsole.Engine.Subscriptions;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Storage.Tests.Configuration;

/// <summary>A whole installation in a file: applied to an empty console, written out again, and tried without doing anything.</summary>
public class SetupExportTests
{
    private const string Whole =
        """
        {
          "commerce": [
            { "name": "Main shop", "baseUrl": "https://shop.example.com", "secrets": { "accessToken": "${Secrets:Commerce:Main_shop:AccessToken}" }, "callsPerMinute": 600 },
            { "name": "Outlet", "kind": "SaaS", "baseUrl": "https://outlet.example.com/tenant", "authentication": "Ims", "clientId": "abc", "organizationId": "1@AdobeOrg",
              "secrets": { "ClientSecret": "${Secrets:Commerce:Outlet:ClientSecret}" } }
          ],
          "sources": [{ "slug": "shop", "name": "Shop", "verification": "Hmac", "secret": "${Secrets:Sources:shop:Secret}" }],
          "destinations": [
            { "name": "ERP", "kind": "Erp", "url": "https://erp.example.com/orders", "secret": "${Secrets:Destinations:ERP:Secret}",
              "headers": { "X-Key": "${Secrets:Destinations:ERP:X_Key}" }, "maxAttempts": 3 },
            { "name": "WMS", "kind": "Wms", "url": "https://wms.example.com/orders" }
          ],
          "subscriptions": [{
            "name": "Orders", "eventType": "observer.sales_order_save_commit_after", "destinations": ["ERP", "WMS"], "commerce": { "priority": true },
            "stages": {
              "ERP": {
                "enrich": [{ "name": "order", "path": "orders/{entity_id}", "instance": "Outlet" }],
                "map": { "rows": [
                  { "target": "number", "value": { "path": "order.increment_id" }, "isRequired": true },
                  { "target": "note", "value": { "constant": "\"$${Not:One}\"" } },
                  { "target": "kind", "value": { "path": "order.status" }, "convert": { "conversion": "lookUp", "argument": "?", "table": { "new": "10" } } }
                ] },
                "send": { "method": "PUT", "path": "{order.increment_id}" },
                "writeBack": [{ "name": "number", "kind": "externalId", "entity": "order.entity_id", "instance": "Main shop", "onlyWith": "answer.no",
                  "rows": [{ "target": "ext_order_id", "value": { "path": "answer.no" } }] }]
              }
            }
          }],
          "systems": [{
            "name": "ERP", "connector": "Rest", "destination": "ERP",
            "connection": { "baseUrl": "https://erp.example.com/api", "authentication": { "kind": "ApiKey", "header": "X-Key" } },
            "records": { "Stock": { "read": { "path": "stock" }, "fields": [{ "field": "sku", "path": "no" }, { "field": "quantity", "path": "qty" }] } },
            "secrets": { "ApiKey": "${Secrets:Systems:ERP:ApiKey}" }
          }],
          "resyncs": [{
            "name": "Stock at night", "kind": "Stock", "direction": "ToCommerce", "commerce": "Main shop", "system": "ERP", "destination": "ERP",
            "schedule": "30 2 * * *", "timeZone": "Europe/Berlin", "blackout": "08:00-18:00", "fields": ["quantity"]
          }],
          "promises": [
            { "name": "Orders in time", "entity": "Order", "destination": "ERP", "minutes": 10 },
            { "name": "Stock of today", "resync": "Stock at night", "minutes": 1440 }
          ]
        }
        """;

    private static readonly (string, string)[] Settings =
    [
        ("Secrets:Commerce:Main_shop:AccessToken", "token-of-the-shop"), ("Secrets:Commerce:Outlet:ClientSecret", "secret-of-outlet"), ("Secrets:Sources:shop:Secret", Drafts.Secret),
        ("Secrets:Destinations:ERP:Secret", "signing-secret"), ("Secrets:Destinations:ERP:X_Key", "key-of-erp"), ("Secrets:Systems:ERP:ApiKey", "api-key"),
    ];

    private static CancellationToken Token => ConsoleOnSqlite.Token;

    [Fact]
    public async Task A_whole_installation_is_set_up_from_a_file_by_names()
    {
        await using var console = await ConsoleOnSqlite.StartAsync(Settings);

        var result = await console.Setup.ApplyAsync(Whole, Token);

        Assert.Empty(result.Problems);
        Assert.Equal(10, result.Changes);
        var instances = (await console.Get<CommerceInstanceStore>().ListAsync(Token)).ToDictionary(i => i.Name, StringComparer.Ordinal);
        Assert.NotEqual(instances["Main shop"].Id, instances["Outlet"].Id);
        var destinations = (await console.Destinations.ListAsync(Token)).ToDictionary(d => d.Name, d => d.Id, StringComparer.Ordinal);
        var stages = SubscriptionDraft.From(Assert.Single(await console.Subscriptions.ListAsync(Token))).StagesOf(destinations["ERP"]);
        Assert.Equal(instances["Outlet"].Id, Assert.Single(stages.Enrich).InstanceId);
        Assert.Equal(instances["Main shop"].Id, Assert.Single(stages.WriteBack).InstanceId);
        Assert.Equal("\"${Not:One}\"", stages.Map!.Rows[1].Value.Constant);
        var system = Assert.Single(await console.Get<BackOfficeSystemStore>().ListAsync(Token));
        Assert.Equal(destinations["ERP"], system.DestinationId);
        Assert.True(console.Secrets.TryUnprotect(SecretPurpose.BackOfficeSecret, system.Secrets()[SystemSecret.ApiKey], out var key));
        Assert.Equal("api-key", key);
        var resync = Assert.Single(await console.Get<ResyncStore>().ListAsync(Token));
        Assert.Equal(
            (RecordKind.Stock, ResyncDirection.ToCommerce, instances["Main shop"].Id, system.Id, (int?)destinations["ERP"], "30 2 * * *"),
            (resync.Kind, resync.Direction, resync.CommerceId, resync.SystemId, resync.DestinationId, resync.Schedule));
        var promises = (await console.QueryAsync(c => c.FreshnessPromises.AsNoTracking().ToListAsync(Token))).ToDictionary(p => p.Name, StringComparer.Ordinal);
        Assert.Equal((PromiseKind.Delivered, (int?)destinations["ERP"], (int?)null), (promises["Orders in time"].Kind, promises["Orders in time"].DestinationId, promises["Orders in time"].ResyncId));
        Assert.Equal((PromiseKind.Resync, (int?)null, (int?)resync.Id), (promises["Stock of today"].Kind, promises["Stock of today"].DestinationId, promises["Stock of today"].ResyncId));
    }

    [Fact]
    public async Task What_is_written_out_makes_an_empty_console_the_same_and_changes_nothing_where_it_came_from()
    {
        await using var console = await ConsoleOnSqlite.StartAsync(Settings);
        await console.Setup.ApplyAsync(Whole, Token);

        var written = await console.Get<SetupExporter>().WriteAsync(Token);

        foreach (var (_, secret) in Settings)
            Assert.DoesNotContain(secret, written, StringComparison.Ordinal);
        var again = await console.Setup.ApplyAsync(written, Token);
        Assert.Empty(again.Problems);
        Assert.Equal(0, again.Changes);
        await using var empty = await ConsoleOnSqlite.StartAsync(Settings);
        var made = await empty.Setup.ApplyAsync(written, Token);
        Assert.Empty(made.Problems);
        Assert.Equal(10, made.Changes);
        Assert.Equal(written, await empty.Get<SetupExporter>().WriteAsync(Token));

        // An instance made later gets an id that none ever had.
        var later = await empty.Get<CommerceInstanceStore>().CreateAsync(Drafts.Commerce with { Name = "Later" }, "anna", Token);
        Assert.DoesNotContain((await empty.Get<CommerceInstanceStore>().ListAsync(Token)).Where(i => i.Name != "Later"), i => i.Id >= later.Value!.Id);
    }

    [Fact]
    public async Task A_check_tells_in_words_what_would_be_done_and_does_nothing()
    {
        await using var console = await ConsoleOnSqlite.StartAsync(Settings);
        await console.Setup.ApplyAsync(Whole, Token);
        var file = JsonNode.Parse(Whole)!;
        file["destinations"]![1]!["maxAttempts"] = 7;
        file["resyncs"]!.AsArray().Add(JsonNode.Parse("""{ "name": "Prices", "kind": "BasePrice", "direction": "ToCommerce", "commerce": "Main shop", "system": "ERP" }"""));

        var result = await console.Setup.CheckTextAsync(file.ToJsonString(), Token);

        Assert.True(result.Succeeded && result.IsDryRun);
        Assert.Equal(
            ["changes the destination 'WMS'", "adds the resync 'Prices'"],
            result.Steps.Where(s => s.Action != SetupAction.Keeps).Select(s => s.ToString()));
        Assert.Equal(9, result.Steps.Count(s => s.Action == SetupAction.Keeps));
        Assert.Single(await console.Get<ResyncStore>().ListAsync(Token));
        Assert.Equal(12, (await console.Destinations.ListAsync(Token)).Single(d => d.Name == "WMS").MaxAttempts);
    }

    [Fact]
    public async Task What_is_wrong_with_stages_systems_and_resyncs_is_told_with_its_place()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();

        var result = await console.Setup.ApplyAsync(
            """
            {
              "commerce": [{ "name": "Main", "baseUrl": "shop", "secrets": { "AccessToken": "t", "Pin": "1" } }],
              "destinations": [{ "name": "ERP", "url": "https://erp.example.com" }],
              "subscriptions": [{ "name": "S", "eventType": "observer.x", "destinations": ["ERP"], "stages": {
                "ERP": { "enrich": [{ "name": "order", "path": "orders/{increment_id}", "instance": "Gone" }] }, "CRM": {} } },
                { "name": "T", "eventType": "observer.x", "destinations": ["ERP"], "stages": { "ERP": { "enrich": [{ "name": "event", "path": "orders" }], "sent": {} } } },
                { "name": "U", "eventType": "observer.x", "destinations": ["ERP"], "stages": { "ERP": { "enrich": [{ "name": "event", "path": "orders" }] } } }],
              "systems": [{ "name": "B", "connector": "Rest", "connection": { "adress": "x" }, "records": {} }],
              "resyncs": [{ "name": "R", "kind": "Stock", "direction": "ToCommerce", "commerce": "Main", "system": "None", "schedule": "now" }]
            }
            """,
            Token);

        Assert.Equal(
            [
                "$.commerce[0].baseUrl", "$.commerce[0].secrets.Pin", "$.resyncs[0].schedule", "$.resyncs[0].system",
                "$.subscriptions[0].stages.CRM", "$.subscriptions[0].stages.ERP.enrich[0].instance", "$.subscriptions[1].stages.ERP.sent",
                "$.subscriptions[2].stages.ERP.enrich[0].name", "$.systems[0].connection", "$.systems[0].records",
            ],
            result.Problems.Select(p => p.Field).Order(StringComparer.Ordinal));
        Assert.Empty(await console.Destinations.ListAsync(Token));
        Assert.Empty(await console.AuditAsync());
    }
}
