using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Destinations;
using CommerceEventConsole.Engine.Setup;

namespace CommerceEventConsole.Storage.Tests.Configuration;

public class DestinationStoreTests
{
    private static CancellationToken Token => ConsoleOnSqlite.Token;

    [Fact]
    public async Task A_new_destination_is_in_force_with_its_secrets_readable()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();

        var row = (await console.Destinations.CreateAsync(Drafts.Destination, "anna", Token)).Value!;

        var destination = console.Routing.Current.Destinations[row.Id];
        Assert.Equal(("signing-secret", new Uri("https://erp.example.com/events")), (destination.Secret, destination.Url));
        Assert.Equal([KeyValuePair.Create("X-Api-Key", "key-of-erp")], destination.Headers);
        Assert.DoesNotContain("key-of-erp", row.ProtectedHeaders, StringComparison.Ordinal);
        Assert.DoesNotContain("key-of-erp", (await console.AuditAsync())[0].After, StringComparison.Ordinal);
        Assert.Equal("X-Api-Key", Assert.Single(console.Destinations.HeaderNames(row)));
    }

    [Theory]
    [InlineData("erp.example.com/events")]
    [InlineData("ftp://erp.example.com/")]
    [InlineData("http://erp.example.com/")]
    [InlineData("https://user:password@erp.example.com/")]
    [InlineData("https://erp.example.com/#top")]
    [InlineData("https://localhost/events")]
    public async Task An_address_that_is_unsafe_or_none_is_refused(string url)
    {
        await using var console = await ConsoleOnSqlite.StartAsync();

        var result = await console.Destinations.CreateAsync(Drafts.Destination with { Url = url }, "anna", Token);

        Assert.Equal("url", Assert.Single(result.Problems).Field);
    }

    [Fact]
    public async Task Plain_http_is_possible_where_private_addresses_are_allowed()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();

        var result = await console.Destinations.CreateAsync(
            Drafts.Destination with { Url = "http://127.0.0.1:5190/erp", AllowPrivateAddress = true }, "anna", Token);

        Assert.Equal(ChangeOutcome.Changed, result.Outcome);
    }

    [Theory]
    [InlineData("Connection", "close")]
    [InlineData("transfer-encoding", "chunked")]
    [InlineData("Content-Type", "text/plain")]
    [InlineData("Webhook-Id", "1")]
    [InlineData("X Api Key", "1")]
    [InlineData("X-Api-Key", "one\r\nX-Other: two")]
    [InlineData("X-Api-Key", "schl\u00fcssel")]
    [InlineData("X-Other", null)]
    public async Task A_header_that_cannot_be_sent_is_refused(string name, string? value)
    {
        await using var console = await ConsoleOnSqlite.StartAsync();

        var result = await console.Destinations.CreateAsync(Drafts.Destination with { Headers = [new(name, value)] }, "anna", Token);

        Assert.Equal($"headers.{name}", Assert.Single(result.Problems).Field);
    }

    [Fact]
    public async Task Every_limit_out_of_range_is_told_at_once()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();
        var draft = Drafts.Destination with
        {
            Secret = "whsec_not base64", MaxConcurrency = 0, TimeoutSeconds = 301, MaxAttempts = 0, FirstRetrySeconds = 60, MaxRetrySeconds = 30,
        };

        var result = await console.Destinations.CreateAsync(draft, "anna", Token);

        Assert.Equal("maxAttempts maxConcurrency maxRetrySeconds secret timeoutSeconds", Drafts.FieldsOf(result));
    }

    [Fact]
    public async Task A_header_without_a_value_keeps_the_stored_one_and_a_missing_header_goes()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();
        var row = (await console.Destinations.CreateAsync(
            Drafts.Destination with { Headers = [new("X-Api-Key", "kept"), new("X-Old", "gone")] }, "anna", Token)).Value!;

        await console.Destinations.UpdateAsync(
            row.Id, row.Version, DestinationDraft.From(row) with { Headers = [new("X-Api-Key", null), new("X-New", "new")] }, "anna", Token);

        Assert.Equal(
            [KeyValuePair.Create("X-Api-Key", "kept"), KeyValuePair.Create("X-New", "new")],
            console.Routing.Current.Destinations[row.Id].Headers);
        Assert.Equal("signing-secret", console.Routing.Current.Destinations[row.Id].Secret);
    }

    [Fact]
    public async Task Pausing_does_not_get_in_the_way_of_an_editor()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();
        var row = (await console.Destinations.CreateAsync(Drafts.Destination, "anna", Token)).Value!;

        await console.Destinations.PauseAsync(row.Id, "ben", Token);
        var edit = await console.Destinations.UpdateAsync(row.Id, row.Version, DestinationDraft.From(row) with { MaxAttempts = 3 }, "anna", Token);

        Assert.Equal(ChangeOutcome.Changed, edit.Outcome);
        Assert.Equal((DestinationState.Paused, 3), (edit.Value!.State, edit.Value.MaxAttempts));
    }

    [Fact]
    public async Task Routes_to_a_paused_destination_start_held_and_pending_again_after_resuming()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();
        var row = (await console.Destinations.CreateAsync(Drafts.Destination, "anna", Token)).Value!;
        await console.Subscriptions.CreateAsync(Drafts.Subscription(row.Id), "anna", Token);

        await console.Destinations.PauseAsync(row.Id, "anna", Token);
        var paused = console.Routing.Current;
        await console.Destinations.ResumeAsync(row.Id, "anna", Token);

        Assert.Equal(DeliveryState.Held, Assert.Single(paused.Routes[Drafts.OrderSaved]).InitialState);
        Assert.Equal(DeliveryState.Pending, Assert.Single(console.Routing.Current.Routes[Drafts.OrderSaved]).InitialState);
        var actions = (await console.AuditAsync()).ConvertAll(a => a.Action);
        Assert.Equal(("destination.paused", "destination.resumed"), (actions[^2], actions[^1]));
    }

    [Fact]
    public async Task What_a_person_paused_stays_paused_whether_it_answers_or_not()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();
        var row = (await console.Destinations.CreateAsync(Drafts.Destination, "anna", Token)).Value!;
        await console.Destinations.PauseAsync(row.Id, "anna", Token);

        await console.Destinations.MarkUnreachableAsync(row.Id, Token);
        await console.Destinations.MarkReachableAsync(row.Id, Token);

        Assert.Equal(DestinationState.Paused, console.Routing.Current.Destinations[row.Id].State);
    }

    [Fact]
    public async Task A_destination_that_deliveries_or_subscriptions_name_is_not_deleted()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();
        var row = (await console.Destinations.CreateAsync(Drafts.Destination, "anna", Token)).Value!;
        await console.Subscriptions.CreateAsync(Drafts.Subscription(row.Id), "anna", Token);
        await console.QueryAsync(async context =>
        {
            var now = console.Time.GetUtcNow();
            context.Deliveries.AddRange(Enumerable.Range(1, 2).Select(i => new Delivery
            {
                Id = i, DestinationId = row.Id, State = DeliveryState.Delivered, DueAt = now, CreatedAt = now, UpdatedAt = now,
            }));
            return await context.SaveChangesAsync(Token);
        });

        var result = await console.Destinations.DeleteAsync(row.Id, "anna", Token);

        Assert.Equal(ChangeOutcome.InUse, result.Outcome);
        Assert.StartsWith("1 subscription and 2 deliveries ", Assert.Single(result.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_destination_that_no_delivery_was_made_for_is_deleted_with_its_removed_routes()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();
        var row = (await console.Destinations.CreateAsync(Drafts.Destination, "anna", Token)).Value!;
        var subscription = (await console.Subscriptions.CreateAsync(Drafts.Subscription(row.Id), "anna", Token)).Value!;
        await console.Subscriptions.UpdateAsync(subscription.Id, subscription.Version, Drafts.Subscription(), "anna", Token);

        var result = await console.Destinations.DeleteAsync(row.Id, "anna", Token);

        Assert.Equal(ChangeOutcome.Changed, result.Outcome);
        Assert.Empty(await console.Destinations.ListAsync(Token));
        Assert.Empty(console.Routing.Current.Destinations);
    }
}
