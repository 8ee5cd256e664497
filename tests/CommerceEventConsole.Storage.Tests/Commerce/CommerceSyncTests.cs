using CommerceEventConsole.Engine.Commerce.Api;
using CommerceEventConsole.Engine.Commerce.Drift;
using CommerceEventConsole.Engine.Commerce.Instances;
using CommerceEventConsole.Engine.Commerce.Sync;
using CommerceEventConsole.Engine.Subscriptions;
using CommerceEventConsole.Storage.Tests.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceEventConsole.Storage.Tests.Commerce;

public class CommerceSyncTests
{
    private const string Placed = "plugin.sales.api.order_management.place";

    private static readonly string[] Wanted = ["grand_total", "increment_id"];

    private static CancellationToken Token => ConsoleOnSqlite.Token;

    [Fact]
    public async Task A_new_subscription_is_written_read_back_and_audited()
    {
        await using var rig = await Rig.StartAsync();

        var result = await rig.PushAsync(PushMode.Add);

        var outcome = Assert.Single(result.Outcomes);
        Assert.Equal((PushState.Took, false), (outcome.State, outcome.NeedsModule));
        Assert.Equal(Wanted, rig.Shop.FieldsOf(Drafts.OrderSaved));
        Assert.Equal(DriftState.Same, Assert.Single(result.Picture!.Report.Items).State);
        var entry = (await rig.Console.AuditAsync())[^1];
        Assert.Equal(("ben", "commerce.subscribed", $"Event {Drafts.OrderSaved} in Main shop"), (entry.Who, entry.Action, entry.Subject));
    }

    [Fact]
    public async Task An_update_adds_what_is_missing_and_says_what_stays()
    {
        await using var rig = await Rig.StartAsync();
        rig.Shop.Add(Drafts.OrderSaved, "increment_id", "remote_ip");

        var result = await rig.PushAsync(PushMode.Add);

        Assert.Equal(["PUT eventSubscribe"], rig.Shop.Writes);
        Assert.Equal(PushState.Took, result.Outcomes[0].State);
        Assert.Contains("Commerce also sends remote_ip", result.Outcomes[0].Text, StringComparison.Ordinal);
        Assert.Contains("remote_ip", rig.Shop.FieldsOf(Drafts.OrderSaved));
    }

    [Fact]
    public async Task A_replacement_takes_away_what_is_too_much()
    {
        await using var rig = await Rig.StartAsync();
        rig.Shop.Add(Drafts.OrderSaved, "increment_id", "remote_ip");

        var result = await rig.PushAsync(PushMode.Replace);

        Assert.Equal(["POST eventUnsubscribe", "POST eventSubscribe"], rig.Shop.Writes);
        Assert.Equal(Wanted, rig.Shop.FieldsOf(Drafts.OrderSaved));
        Assert.Equal("Written, and read back as asked.", result.Outcomes[0].Text);
    }

    [Fact]
    public async Task A_replacement_that_is_refused_half_way_puts_the_old_one_back()
    {
        await using var rig = await Rig.StartAsync();
        rig.Shop.Add(Drafts.OrderSaved, "remote_ip");
        var subscribed = 0;
        rig.Shop.Meets = write => write == "POST eventSubscribe" && ++subscribed == 1 ? 400 : null;

        var result = await rig.PushAsync(PushMode.Replace);

        Assert.Equal(PushState.Failed, result.Outcomes[0].State);
        Assert.Contains("No, not now. The old subscription had been ended already; it was made again as it was.", result.Outcomes[0].Text, StringComparison.Ordinal);
        Assert.Equal(["remote_ip"], rig.Shop.FieldsOf(Drafts.OrderSaved));
    }

    [Fact]
    public async Task Nothing_is_written_when_commerce_changed_since_the_person_looked()
    {
        await using var rig = await Rig.StartAsync();
        var seen = (await rig.ReadAsync()).Report.Items;
        rig.Shop.Add(Drafts.OrderSaved, "remote_ip");

        var result = await rig.PushAsync(PushMode.Add, seen);

        Assert.Contains("Nothing was written", result.Refusal, StringComparison.Ordinal);
        Assert.Empty(rig.Shop.Writes);
        Assert.Equal(DriftState.Different, Assert.Single(result.Picture!.Report.Items).State);
    }

    [Fact]
    public async Task Nothing_is_written_when_the_console_changed_since_the_person_looked()
    {
        await using var rig = await Rig.StartAsync();
        var seen = (await rig.ReadAsync()).Report.Items;
        await rig.Console.Subscriptions.CreateAsync(Drafts.Subscription() with { Name = "More", Fields = ["weight"], Rules = [] }, "anna", Token);

        var result = await rig.PushAsync(PushMode.Add, seen);

        Assert.NotNull(result.Refusal);
        Assert.Empty(rig.Shop.Writes);
    }

    [Fact]
    public async Task A_write_that_commerce_forgets_is_found_out()
    {
        await using var rig = await Rig.StartAsync();
        rig.Shop.Meets = _ => 200;

        var result = await rig.PushAsync(PushMode.Add);

        Assert.Equal((PushState.NotAsAsked, "Commerce accepted it, but does not list the subscription."), (result.Outcomes[0].State, result.Outcomes[0].Text));
    }

    [Fact]
    public async Task An_answer_that_is_lost_does_not_hide_that_the_write_took()
    {
        await using var rig = await Rig.StartAsync();
        rig.Shop.Meets = _ =>
        {
            rig.Shop.Add(Drafts.OrderSaved, Wanted);
            return 504;
        };

        var result = await rig.PushAsync(PushMode.Add);

        Assert.Equal(PushState.Took, result.Outcomes[0].State);
        Assert.Contains("it is there all the same", result.Outcomes[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_leave_the_rest_is_not_tried()
    {
        await using var rig = await Rig.StartAsync();
        await rig.Console.Subscriptions.CreateAsync(Drafts.Subscription() with { Name = "Placed", EventType = Placed }, "anna", Token);
        rig.Shop.Meets = _ => 403;

        var result = await rig.PushAsync(PushMode.Add);

        Assert.Equal([PushState.Failed, PushState.NotTried], result.Outcomes.Select(o => o.State));
        Assert.Single(rig.Shop.Writes);
        Assert.Contains("\"outcome\":\"Failed\"", (await rig.Console.AuditAsync())[^1].After, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plugin_event_asks_for_its_code_to_be_generated()
    {
        await using var rig = await Rig.StartAsync();
        await rig.Console.Subscriptions.CreateAsync(Drafts.Subscription() with { Name = "Placed", EventType = Placed }, "anna", Token);

        var result = await rig.PushAsync(PushMode.Add);

        Assert.Equal([false, true], result.Outcomes.Select(o => o.NeedsModule));
        Assert.Equal("plugin.magento.sales.api.order_management.place", result.Outcomes[1].Key);
    }

    [Fact]
    public async Task What_only_commerce_has_is_taken_over_as_a_draft_that_matches_nothing()
    {
        await using var rig = await Rig.StartAsync();
        var there = new CommerceSubscription
        {
            Name = "observer.order_paid",
            Parent = Drafts.OrderSaved,
            Fields = [new CommerceField("state"), new CommerceField("code", Source: "context_store.get_store.get_code")],
            Rules = [new CommerceRule("state", "equal", "processing")],
            Priority = true,
        };

        var first = await rig.Sync.TakeOverAsync(there, "Paid", "ben", Token);
        var second = await rig.Sync.TakeOverAsync(there, "Paid", "ben", Token);

        Assert.Equal(("Paid", "Paid 2"), (first.Value!.Name, second.Value!.Name));
        Assert.Null(first.Value.Published());
        var draft = SubscriptionDraft.WorkingCopy(first.Value);
        Assert.Equal(("observer.order_paid", Drafts.OrderSaved, true), (draft.EventType, draft.Commerce!.Parent, draft.Commerce.Priority));
        Assert.Equal(["state", "code"], draft.Fields);
        Assert.Equal([new CommerceField("code", Source: "context_store.get_store.get_code")], draft.Commerce.Fields);
    }

    [Fact]
    public async Task A_comparison_that_the_console_does_not_know_is_not_taken_over()
    {
        await using var rig = await Rig.StartAsync();
        var there = new CommerceSubscription { Name = "observer.a", Rules = [new CommerceRule("state", "notEqual", "x")] };

        var result = await rig.Sync.TakeOverAsync(there, "A", "ben", Token);

        Assert.Contains("'notEqual'", Assert.Single(result.Problems).Message, StringComparison.Ordinal);
    }

    /// <summary>A console with one published subscription and a connected shop that is empty.</summary>
    private sealed class Rig(ConsoleOnSqlite console, ShopInMemory shop, int instanceId) : IAsyncDisposable
    {
        public ConsoleOnSqlite Console => console;

        public ShopInMemory Shop => shop;

        public CommerceSync Sync => console.Get<CommerceSync>();

        public static async Task<Rig> StartAsync()
        {
            var shop = new ShopInMemory();
            var console = await ConsoleOnSqlite.StartAsync(
                services => services.AddSingleton(p => new CommerceTransport(p.GetRequiredService<TimeProvider>(), _ => shop)));
            var row = (await console.Get<CommerceInstanceStore>().CreateAsync(Drafts.Commerce, "anna", Token)).Value!;
            await console.Subscriptions.CreateAsync(Drafts.Subscription(), "anna", Token);
            return new Rig(console, shop, row.Id);
        }

        public async Task<CommercePicture> ReadAsync() => (await Sync.ReadAsync(instanceId, Token))!;

        /// <summary>Writes what was seen, or what stands there now.</summary>
        public async Task<PushResult> PushAsync(PushMode mode, IReadOnlyList<DriftItem>? seen = null)
        {
            seen ??= (await ReadAsync()).Report.Items;
            return await Sync.PushAsync(instanceId, [.. seen.Select(i => new ChosenChange(i.Key, i.Fingerprint, mode))], "ben", progress: null, Token);
        }

        public ValueTask DisposeAsync() => console.DisposeAsync();
    }
}
