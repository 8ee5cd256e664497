using System.Text;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Destinations;
using CommerceEventConsole.Engine.Setup;
using CommerceEventConsole.Engine.Subscriptions;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Storage.Tests.Configuration;

public class SetupFileTests
{
    private const string Whole =
        """
        {
          "$schema": "setup.schema.json", // comments are allowed
          "sources": [{ "slug": "shop", "name": "Shop", "verification": "hmac", "secret": "${Shop:Secret}", "allowedEnvironments": ["acme.prod"] }],
          "destinations": [
            { "name": "ERP", "kind": "Erp", "url": "http://127.0.0.1:5190/erp", "allowPrivateAddress": true, "secret": "whsec_AAECAwQFBgc=",
              "headers": { "Authorization": "Bearer ${Erp:Token}" }, "maxAttempts": 3 },
          ],
          "subscriptions": [{
            "Name": "Big orders", "eventType": "com.adobe.commerce.observer.sales_order_save_commit_after", "fields": ["increment_id"],
            "rules": [{ "field": "grand_total", "operator": "greaterThan", "value": 100 }], "destinations": ["erp"], "order": "Any"
          }]
        }
        """;

    private static readonly (string, string)[] Settings = [("Shop:Secret", Drafts.Secret), ("Erp:Token", "token-of-erp")];

    private static CancellationToken Token => ConsoleOnSqlite.Token;

    [Fact]
    public async Task A_file_sets_up_everything_in_one_change_with_values_from_the_configuration()
    {
        await using var console = await ConsoleOnSqlite.StartAsync(Settings);

        var result = await console.Setup.ApplyAsync(Whole, Token);

        Assert.Empty(result.Problems);
        Assert.Equal(3, result.Changes);
        var table = console.Routing.Current;
        Assert.Equal(Drafts.Secret, Encoding.UTF8.GetString(table.Sources["shop"].Secret.Span));
        var destination = Assert.Single(table.Destinations.Values);
        Assert.Equal(("Bearer token-of-erp", 3), (Assert.Single(destination.Headers).Value, destination.MaxAttempts));
        var target = Assert.Single(table.Routes[Drafts.OrderSaved]);
        Assert.Equal((destination.Id, RouteOrder.Any), (target.DestinationId, target.Sending.Order));
        Assert.Equal(1, await console.VersionAsync());
        Assert.All(await console.AuditAsync(), a => Assert.Equal("setup file", a.Who));
    }

    [Fact]
    public async Task The_same_file_again_changes_nothing_also_on_another_node()
    {
        await using var console = await ConsoleOnSqlite.StartAsync(Settings);
        await console.Setup.ApplyAsync(Whole, Token);

        var again = await console.Setup.ApplyAsync(Whole, Token);

        Assert.Equal((true, 0), (again.Succeeded, again.Changes));
        Assert.Equal(1, await console.VersionAsync());
        Assert.Equal(3, (await console.AuditAsync()).Count);
    }

    [Fact]
    public async Task Only_what_differs_is_changed()
    {
        await using var console = await ConsoleOnSqlite.StartAsync(Settings);
        await console.Setup.ApplyAsync(Whole, Token);

        var result = await console.Setup.ApplyAsync(Whole.Replace("\"greaterThan\", \"value\": 100", "\"greaterThan\", \"value\": 200", StringComparison.Ordinal), Token);

        Assert.Equal(1, result.Changes);
        Assert.Equal("subscription.changed", (await console.AuditAsync())[^1].Action);
        Assert.Equal(2, Assert.Single(await console.Subscriptions.ListAsync(Token)).Published()!.Number);
    }

    [Fact]
    public async Task What_the_file_does_not_say_stays_as_people_left_it()
    {
        await using var console = await ConsoleOnSqlite.StartAsync(Settings);
        await console.Setup.ApplyAsync(Whole, Token);
        var row = Assert.Single(await console.Destinations.ListAsync(Token));
        await console.Destinations.UpdateAsync(row.Id, row.Version, DestinationDraft.From(row) with { TimeoutSeconds = 7, MaxAttempts = 9 }, "anna", Token);
        await console.Destinations.PauseAsync(row.Id, "anna", Token);

        await console.Setup.ApplyAsync(Whole, Token);

        row = Assert.Single(await console.Destinations.ListAsync(Token));
        Assert.Equal((7, 3, DestinationState.Paused), (row.TimeoutSeconds, row.MaxAttempts, row.State));
    }

    [Fact]
    public async Task Promises_of_a_file_are_made_once_name_destinations_of_it_and_change_only_by_what_it_says()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();
        const string file =
            """
            {
              "destinations": [{ "name": "ERP", "kind": "Erp", "url": "https://erp.example.com/" }],
              "promises": [
                { "name": "Orders in the ERP", "entity": "order", "destination": "erp", "minutes": 7 },
                { "name": "New accounts", "eventType": "com.adobe.commerce.observer.customer_register_success", "destination": "ERP" }
              ]
            }
            """;

        Assert.Equal(3, (await console.Setup.ApplyAsync(file, Token)).Changes);
        Assert.Equal(0, (await console.Setup.ApplyAsync(file, Token)).Changes);
        Assert.Equal(1, (await console.Setup.ApplyAsync("""{ "promises": [{ "name": "ORDERS in the ERP", "enabled": false }] }""", Token)).Changes);
        var wrong = await console.Setup.ApplyAsync(
            """{ "promises": [{ "name": "a", "entity": "None", "destination": "ERP" }, { "name": "b", "entity": "Order", "destination": "PIM" }] }""", Token);

        Assert.Equal(["$.promises[0].entity", "$.promises[1].destination"], wrong.Problems.Select(p => p.Field).Order(StringComparer.Ordinal));
        var rows = await console.QueryAsync(c => c.FreshnessPromises.AsNoTracking().OrderBy(p => p.Name).ToListAsync(Token));
        Assert.Equal(
            [("New accounts", null, "observer.customer_register_success", 5, true), ("Orders in the ERP", EntityKind.Order, null, 7, false)],
            rows.Select(r => (r.Name, r.EntityKind, r.EventType, r.Minutes, r.Enabled)));
    }

    [Fact]
    public async Task Every_problem_is_listed_with_its_place_and_nothing_is_applied()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();

        var result = await console.Setup.ApplyAsync(
            """
            {
              "sources": [
                { "slug": "good", "verification": "None" },
                { "slug": "Bad Slug", "verification": "Sometimes", "sekret": 1 },
                { "slug": "hmac", "verification": "Hmac", "secret": "${Not:There}" },
                { "slug": "good", "verification": "None", "enabled": "yes" }
              ],
              "destinations": [{ "name": "ERP", "url": "erp", "maxAttempts": 2.5, "headers": { "Host": "x" } }],
              "subscriptions": [{ "name": "S", "eventType": "observer.x", "fields": ["a..b"], "rules": [{ "field": "a", "operator": "like" }], "destinations": ["ERP", "CRM"] }],
              "more": []
            }
            """,
            Token);

        string[] expected =
        [
            "$.more",
            "$.sources[1].sekret", "$.sources[1].slug", "$.sources[1].verification",
            "$.sources[2].secret",
            "$.sources[3].enabled", "$.sources[3].slug",
            "$.destinations[0].headers.Host", "$.destinations[0].maxAttempts", "$.destinations[0].url",
            "$.subscriptions[0].destinations[1]", "$.subscriptions[0].fields[0]", "$.subscriptions[0].rules[0]",
        ];
        Assert.Equal(
            string.Join('\n', expected.Order(StringComparer.Ordinal)),
            string.Join('\n', result.Problems.Select(p => p.Field).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)));
        Assert.Contains("Not:There", result.Problems.Single(p => p.Field == "$.sources[2].secret").Message, StringComparison.Ordinal);
        Assert.Empty(await console.Sources.ListAsync(Token));
        Assert.Equal(0, await console.VersionAsync());
    }

    [Theory]
    [InlineData("", "$")]
    [InlineData("{ \"sources\": [ }", "$")]
    [InlineData("[]", "$")]
    [InlineData("{ \"sources\": {} }", "$.sources")]
    [InlineData("{ \"sources\": [null] }", "$.sources[0]")]
    [InlineData("{ \"destinations\": [{ \"name\": 5, \"url\": \"https://a.example\" }] }", "$.destinations[0].name")]
    [InlineData("{ \"sources\": [], \"Sources\": [] }", "$.Sources")]
    public async Task A_file_of_the_wrong_shape_is_refused_where_it_goes_wrong(string json, string path)
    {
        await using var console = await ConsoleOnSqlite.StartAsync();

        var result = await console.Setup.ApplyAsync(json, Token);

        Assert.Equal(path, Assert.Single(result.Problems).Field);
    }

    [Fact]
    public async Task A_subscription_may_name_a_destination_of_the_console()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();
        var destination = (await console.Destinations.CreateAsync(Drafts.Destination, "anna", Token)).Value!;

        var result = await console.Setup.ApplyAsync(
            """{ "subscriptions": [{ "name": "S", "eventType": "observer.x", "destinations": ["ERP"] }] }""", Token);

        Assert.True(result.Succeeded);
        Assert.Equal(destination.Id, Assert.Single(SubscriptionDraft.From(Assert.Single(await console.Subscriptions.ListAsync(Token))).DestinationIds));
    }

    [Fact]
    public async Task A_doubled_dollar_stands_for_itself()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();

        await console.Setup.ApplyAsync("""{ "sources": [{ "slug": "a", "name": "$${Not:There} $5", "verification": "None" }] }""", Token);

        Assert.Equal("${Not:There} $5", console.Routing.Current.Sources["a"].Name);
    }

    [Fact]
    public async Task The_file_that_the_configuration_names_is_applied()
    {
        await using var first = await ConsoleOnSqlite.StartAsync();
        var file = first.WriteFile("setup.json", """{ "sources": [{ "slug": "a", "verification": "None" }] }""");
        await using var console = await ConsoleOnSqlite.StartAsync(("Setup:File", file));

        var result = await console.Setup.ApplyAsync(Token);

        Assert.Equal(1, result.Changes);
        Assert.Equal("a", Assert.Single(console.Routing.Current.Sources.Values).Name);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_a_problem_and_no_file_is_none()
    {
        await using var with = await ConsoleOnSqlite.StartAsync(("Setup:File", "no-such-folder/setup.json"));
        await using var without = await ConsoleOnSqlite.StartAsync();

        Assert.Contains("no-such-folder", Assert.Single((await with.Setup.ApplyAsync(Token)).Problems).Message, StringComparison.Ordinal);
        Assert.True((await without.Setup.ApplyAsync(Token)).Succeeded);
    }
}
