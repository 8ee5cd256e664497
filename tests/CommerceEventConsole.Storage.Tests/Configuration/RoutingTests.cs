using CommerceEventConsole.Engine.Destinations;
using CommerceEventConsole.Engine.Routing;
using CommerceEventConsole.Engine.Sources;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Storage.Tests.Configuration;

public class RoutingTests
{
    private static CancellationToken Token => ConsoleOnSqlite.Token;

    [Fact]
    public async Task Before_the_store_was_read_the_table_says_so()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();
        Assert.False(console.Routing.Current.IsLoaded);

        await console.LiveRouting.StartAsync(Token);

        Assert.True(console.Routing.Current.IsLoaded);
        await console.LiveRouting.StopAsync(Token);
    }

    [Fact]
    public async Task Another_node_follows_with_its_next_poll()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();
        await using var other = console.OtherNode();
        await other.LiveRouting.StartAsync(Token);
        var followed = new TaskCompletionSource();
        other.Routing.Changed += () => followed.TrySetResult();

        var row = (await console.Sources.CreateAsync(Drafts.Source, "anna", Token)).Value!;
        Assert.Empty(other.Routing.Current.Sources);
        other.Time.Advance(TimeSpan.FromSeconds(new RoutingOptions().PollSeconds));
        await followed.Task.WaitAsync(Token);

        Assert.Equal(row.Id, other.Routing.Current.Sources["shop"].Id);
        Assert.Null(other.Routing.Current.Sources["shop"].Fault);
        await other.LiveRouting.StopAsync(Token);
    }

    [Fact]
    public async Task A_reload_that_fails_leaves_the_old_table_in_force()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();
        await console.Sources.CreateAsync(Drafts.Source, "anna", Token);
        var before = console.Routing.Current;
        await console.QueryAsync(c => c.Database.ExecuteSqlRawAsync("ALTER TABLE Sources RENAME TO Gone", Token));

        await Assert.ThrowsAnyAsync<Exception>(() => console.Routing.ReloadAsync(Token));

        Assert.Same(before, console.Routing.Current);
    }

    [Fact]
    public async Task A_follower_that_fails_does_not_keep_the_table_from_the_others()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();
        var told = false;
        console.Routing.Changed += () => throw new InvalidOperationException("A follower's mistake.");
        console.Routing.Changed += () => told = true;

        await console.Routing.ReloadAsync(Token);

        Assert.True(told);
    }

    [Fact]
    public async Task Secrets_that_cannot_be_decrypted_make_their_own_rows_unusable_and_no_others()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();
        await console.Sources.CreateAsync(Drafts.Source, "anna", Token);
        await console.Sources.CreateAsync(Drafts.Source with { Slug = "other", Name = "Other" }, "anna", Token);
        var erp = (await console.Destinations.CreateAsync(Drafts.Destination, "anna", Token)).Value!.Id;
        var wms = (await console.Destinations.CreateAsync(Drafts.Destination with { Name = "WMS" }, "anna", Token)).Value!.Id;
        await console.QueryAsync(c => c.Sources.Where(s => s.Slug == "shop").ExecuteUpdateAsync(s => s.SetProperty(x => x.ProtectedSecret, "broken"), Token));
        await console.QueryAsync(c => c.Destinations.Where(d => d.Id == erp).ExecuteUpdateAsync(s => s.SetProperty(x => x.ProtectedHeaders, "broken"), Token));

        await console.Routing.ReloadAsync(Token);

        var table = console.Routing.Current;
        Assert.NotNull(table.Sources["shop"].Fault);
        Assert.Equal(32, table.Sources["shop"].Secret.Length);
        Assert.Null(table.Sources["other"].Fault);
        Assert.Equal(DestinationState.Paused, table.Destinations[erp].State);
        Assert.NotNull(table.Destinations[erp].Fault);
        Assert.Equal((DestinationState.Active, null), (table.Destinations[wms].State, table.Destinations[wms].Fault));
        Assert.Equal(2, table.Faults.Length);
    }

    [Fact]
    public async Task A_revision_that_cannot_be_compiled_takes_only_its_own_subscription_out()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();
        var destination = (await console.Destinations.CreateAsync(Drafts.Destination, "anna", Token)).Value!.Id;
        var broken = (await console.Subscriptions.CreateAsync(Drafts.Subscription(destination), "anna", Token)).Value!;
        var good = (await console.Subscriptions.CreateAsync(Drafts.Subscription(destination) with { Name = "Good" }, "anna", Token)).Value!;
        await console.QueryAsync(c => c.SubscriptionRevisions.Where(r => r.SubscriptionId == broken.Id)
            .ExecuteUpdateAsync(s => s.SetProperty(x => x.Rules, "[{\"field\":\"a\",\"operator\":\"nope\",\"value\":\"\"}]"), Token));
        await using var restarted = console.OtherNode();

        await restarted.Routing.ReloadAsync(Token);

        Assert.Equal(good.Id, Assert.Single(restarted.Routing.Current.Routes[Drafts.OrderSaved]).SubscriptionId);
        Assert.Contains("Big orders", Assert.Single(restarted.Routing.Current.Faults), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Allowed_environments_and_key_address_reach_the_table()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();
        var draft = Drafts.Source with
        {
            Verification = Verification.AdobeSignature,
            ClientId = "0123456789abcdef",
            AllowedEnvironments = ["acme.prod", " acme.stage"],
            PublicKeyBaseUrl = "http://localhost:5190/keys",
        };

        await console.Sources.CreateAsync(draft, "anna", Token);

        var source = console.Routing.Current.Sources["shop"];
        Assert.Equal("acme.prod|acme.stage", string.Join('|', source.AllowedEnvironments));
        Assert.Equal((new Uri("http://localhost:5190/keys"), "0123456789abcdef", 0), (source.PublicKeyBaseUrl, source.ClientId, source.Secret.Length));
    }
}
