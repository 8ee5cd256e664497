using CommerceEventConsole.EndToEnd.Tests.Processes;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Resync.Runs;
using CommerceEventConsole.Sandbox;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.EndToEnd.Tests.ShopDay;

/// <summary>The console and the sandbox, each a process, with everything set up that a day needs.</summary>
internal sealed class DayRig : IAsyncDisposable
{
    // So that what waits for a clock waits a second.
    private static readonly (string Name, string? Value)[] Brisk =
    [
        ("Delivery:PollInterval", "00:00:01"), ("Delivery:ErrorPause", "00:00:01"),
        ("Resync:PollInterval", "00:00:00.25"), ("Resync:FirstWait", "00:00:01"), ("Resync:LongestWait", "00:00:02"),
        ("Commerce:RetryDelay", "00:00:00.5"), ("Commerce:BulkPoll", "00:00:00.25"),
    ];

    private readonly ConsoleFolder _folder;
    private readonly ConsoleProcess _console;
    private readonly SandboxProcess _sandbox;
    private readonly DaySetup _setup;

    private DayRig(ConsoleFolder folder, ConsoleProcess console, SandboxProcess sandbox, DaySetup setup, DayShop shop)
    {
        (_folder, _console, _sandbox, _setup, Shop) = (folder, console, sandbox, setup, shop);
    }

    public DayShop Shop { get; }

    public StoreReader Store => _folder.Store;

    /// <summary>The processor time that console and sandbox have taken so far.</summary>
    public (TimeSpan Console, TimeSpan Sandbox) Worked => (_console.Worked, _sandbox.Worked);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Starts both and returns once they know each other.</summary>
    /// <param name="size">The day: its seed is the shop's.</param>
    /// <param name="system">The system behind the shop, given the sandbox's address; null for the sandbox's own ERP.</param>
    public static async Task<DayRig> StartAsync(DaySize size, Func<string, DaySystem> system)
    {
        var folder = new ConsoleFolder();
        var url = $"http://127.0.0.1:{FreePort.Find()}";
        var setup = await DaySetup.WriteAsync(folder, url, system(url));
        var console = await ConsoleProcess.StartAsync(folder, Brisk);
        var sandbox = SandboxProcess.Start(
            ("Url", url), ("ConsoleUrl", console.Url), ("AutoPlay", "false"), ("BatchDelivery", "true"), ("FirstOrderNumber", "1000"), ("RetryTimeScale", "0.02"),
            ("KeptOrders", $"{Math.Max(20_000, size.Orders * 2)}"), ("EventQueue", $"{Math.Max(20_000, size.Orders * 10)}"), ("ExtraArticles", $"{size.Prices}"),
            ("Seed", $"{size.Seed}"), ("ErpSecret", SandboxOptions.SeedSecret), ("CommerceInputLimits", "true"));
        var rig = new DayRig(folder, console, sandbox, setup, new DayShop(url));
        await Until.TrueAsync("the sandbox is known to the console", rig.Shop.IsKnownAsync);
        return rig;
    }

    /// <summary>Lets a resync run, as its schedule would, and waits for its end.</summary>
    public async Task<ResyncRun> ResyncAsync(string name) => await FinishedAsync(await BeginResyncAsync(name));

    /// <summary>Lets a resync begin.</summary>
    public async Task<ResyncRun> BeginResyncAsync(string name)
    {
        var (run, problem) = await _setup.Get<ResyncRuns>().StartAsync(_setup.Resyncs[name].Id, ResyncTrigger.Schedule, isDryRun: false, ResyncRuns.Scheduler, Token);
        Assert.True(run is not null, $"{name}: {problem}");
        return run;
    }

    /// <summary>Waits for the end of a run.</summary>
    public async Task<ResyncRun> FinishedAsync(ResyncRun run)
    {
        await Patience.TrueAsync(
            $"the resync of {run.Name} ends", async () => !(await RunAsync(run)).IsUnfinished, async () => Describe(await RunAsync(run)));
        var ended = await RunAsync(run);
        Assert.True(ended.State == ResyncState.Finished, Describe(ended));
        return ended;
    }

    public async Task<ResyncRun> RunAsync(ResyncRun run) => (await _setup.Get<ResyncRuns>().GetAsync(run.Id, Token))!;

    /// <summary>What a run did not manage, a line each.</summary>
    public async Task<string> FailuresAsync(ResyncRun run) => string.Join(
        Environment.NewLine,
        (await Store.ReadAsync(db => db.ResyncDifferences.Where(d => d.RunId == run.Id && d.Outcome == ResyncOutcome.Failed).Take(10)))
            .Select(d => $"{d.Key} {d.Field}: {d.Error}"));

    /// <summary>Waits until the shop has told everything and no delivery waits for anything any more.</summary>
    public Task QuietAsync() => Patience.TrueAsync(
        "nothing is under way any more", async () => await Shop.HasToldAllAsync() && await NothingWaitsAsync() && await Shop.HasToldAllAsync(), StatesAsync);

    public async Task<int> WaitingAsync(DeliveryState state) => (await Store.StatesAsync()).GetValueOrDefault(state);

    public async ValueTask DisposeAsync()
    {
        Shop.Dispose();
        await _setup.DisposeAsync();
        await _sandbox.DisposeAsync();
        await _console.DisposeAsync();
        _folder.Dispose();
    }

    private static string Describe(ResyncRun run) =>
        $"{run.Name}: {run.State}, {run.Compared} compared, {run.Written} written, {run.Handed} handed on, {run.Failed} failed. {run.Error} {run.Waiting}";

    private async Task<bool> NothingWaitsAsync() => (await Store.StatesAsync()).Keys.All(
        s => s is DeliveryState.Delivered or DeliveryState.Failed or DeliveryState.Superseded or DeliveryState.Dismissed);

    private async Task<string> StatesAsync() => string.Join(", ", (await Store.StatesAsync()).Select(s => $"{s.Key} {s.Value}"))
        + "; " + (await Shop.GetAsync("/control/adobe")).ToJsonString();
}
