using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Deliveries.Circuits;
using CommerceEventConsole.Engine.Destinations;
using CommerceEventConsole.Engine.Setup;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

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

        await OpenAsync(console, row.Id);

        Assert.Equal(DestinationState.Paused, console.Routing.Current.Destinations[row.Id].State);
        Assert.Equal(DestinationState.Paused, (await console.Destinations.GetAsync(row.Id, Token))!.State);
    }

    [Fact]
    public async Task An_open_circuit_makes_a_destination_unreachable_for_everybody()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();
        await using var other = console.OtherNode();
        var row = (await console.Destinations.CreateAsync(Drafts.Destination, "anna", Token)).Value!;
        await console.Subscriptions.CreateAsync(Drafts.Subscription(row.Id), "anna", Token);

        await OpenAsync(console, row.Id);
        await other.Routing.ReloadAsync(Token);

        Assert.Equal(DestinationState.Unreachable, console.Routing.Current.Destinations[row.Id].State);
        Assert.Equal(DestinationState.Unreachable, other.Routing.Current.Destinations[row.Id].State);
        Assert.Equal(DeliveryState.Held, Assert.Single(other.Routing.Current.Routes[Drafts.OrderSaved]).InitialState);
        Assert.Equal(DestinationState.Unreachable, Assert.Single(await other.Destinations.ListAsync(Token)).State);
        Assert.Equal("No connection.", (await other.Destinations.OutagesAsync(Token))[row.Id].Reason);
    }

    [Fact]
    public async Task Resuming_closes_the_circuit_and_says_so_once()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();
        var row = (await console.Destinations.CreateAsync(Drafts.Destination, "anna", Token)).Value!;
        await OpenAsync(console, row.Id);

        await console.Destinations.ResumeAsync(row.Id, "ben", Token);
        var again = await console.Destinations.ResumeAsync(row.Id, "ben", Token);

        Assert.Equal(DestinationState.Active, console.Routing.Current.Destinations[row.Id].State);
        Assert.Equal(ChangeOutcome.Unchanged, again.Outcome);
        Assert.Equal("ben", Assert.Single(await console.AuditAsync(), a => a.Action == "destination.resumed").Who);
    }

    [Fact]
    public async Task A_check_that_somebody_asks_for_is_due_at_once()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();
        var row = (await console.Destinations.CreateAsync(Drafts.Destination, "anna", Token)).Value!;
        Assert.Equal(ChangeOutcome.Unchanged, (await console.Destinations.CheckNowAsync(row.Id, "ben", Token)).Outcome);
        await OpenAsync(console, row.Id);
        console.Time.Advance(TimeSpan.FromSeconds(2));

        await console.Destinations.CheckNowAsync(row.Id, "ben", Token);

        Assert.Equal(console.Time.GetUtcNow(), (await console.Destinations.OutagesAsync(Token))[row.Id].NextProbeAt);
        Assert.Equal("ben", Assert.Single(await console.AuditAsync(), a => a.Action == "destination.checked").Who);
    }

    [Fact]
    public async Task What_may_be_tried_and_when_it_counts_as_unreachable_is_in_force()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();

        var row = (await console.Destinations.CreateAsync(
            Drafts.Destination with
            {
                MaxPerSecond = 20, RetryCurve = RetryCurve.Linear, MaxAgeHours = 48, FinalStatuses = "400, 404", RetriedStatuses = " ",
                CircuitFailures = 7, CircuitPercent = 80, CircuitWindowSeconds = 30, CircuitMinimum = 40,
                HealthUrl = "https://erp.example.com/health", ProbeSeconds = 10, MaxProbeSeconds = 90, ProbesToClose = 2,
            },
            "anna",
            Token)).Value!;

        var erp = console.Routing.Current.Destinations[row.Id];
        Assert.Equal((20, RetryCurve.Linear, TimeSpan.FromHours(48)), (erp.MaxPerSecond, erp.RetryCurve, erp.MaxAge!.Value));
        Assert.True(erp.Statuses.IsFinal(404));
        Assert.Null(row.RetriedStatuses);
        Assert.Equal(
            new CircuitSettings
            {
                Failures = 7, Share = 0.8, Window = TimeSpan.FromSeconds(30), Minimum = 40, HealthUrl = new Uri("https://erp.example.com/health"),
                FirstProbe = TimeSpan.FromSeconds(10), LongestProbe = TimeSpan.FromSeconds(90), ProbesToClose = 2,
            },
            erp.Circuit);
    }

    [Fact]
    public async Task What_cannot_be_is_refused_field_by_field()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();

        var result = await console.Destinations.CreateAsync(
            Drafts.Destination with
            {
                MaxPerSecond = -1, RetryCurve = (RetryCurve)9, MaxAgeHours = 9000, FinalStatuses = "400-404", RetriedStatuses = "404",
                CircuitFailures = 0, CircuitPercent = 101, CircuitWindowSeconds = 1, CircuitMinimum = 0,
                HealthUrl = "erp/health", ProbeSeconds = 60, MaxProbeSeconds = 30, ProbesToClose = 0,
            },
            "anna",
            Token);

        string[] expected =
        [
            "circuitFailures", "circuitMinimum", "circuitPercent", "circuitWindowSeconds", "healthUrl", "maxAgeHours", "maxPerSecond",
            "maxProbeSeconds", "probesToClose", "retriedStatuses", "retryCurve",
        ];
        Assert.Equal(expected, result.Problems.Select(p => p.Field).Order(StringComparer.Ordinal));
        Assert.StartsWith("404 stands in both lists.", result.Problems.Single(p => p.Field == "retriedStatuses").Message, StringComparison.Ordinal);
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

    private static Task OpenAsync(ConsoleOnSqlite console, int id) =>
        new CircuitStore(console.Get<IDbContextFactory<ConsoleDbContext>>(), console.Get<ConfigurationWriter>(), console.Routing, console.Time)
            .OpenAsync(console.Routing.Current.Destinations[id], "No connection.", retryAfter: null, Token);
}
