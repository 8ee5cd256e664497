using CommerceEventConsole.EndToEnd.Tests.Processes;
using CommerceEventConsole.Engine.Deliveries;

namespace CommerceEventConsole.EndToEnd.Tests.Faults;

/// <summary>A shop, a console and an ERP. The shop and the ERP are the test's; the console is a process that can be killed and started again.</summary>
internal sealed class Rig : IAsyncDisposable
{
    // So that what waits for a clock waits seconds: leases of a killed process, the store's recovery.
    private static readonly (string Name, string? Value)[] Brisk =
    [
        ("Delivery:PollInterval", "00:00:01"), ("Delivery:LeaseMargin", "00:00:02"), ("Delivery:LeaseCheckInterval", "00:00:01"),
        ("Delivery:ErrorPause", "00:00:01"),
    ];

    private readonly (string Name, string? Value)[] _settings;
    private readonly List<Load> _loads = [];
    private volatile ConsoleProcess? _console;

    private Rig(Erp erp, (string Name, string? Value)[] settings)
    {
        Erp = erp;
        _settings = [.. Brisk, .. settings];
    }

    public ConsoleFolder Folder { get; } = new();

    public Erp Erp { get; }

    public ConsoleProcess Console => _console!;

    public IReadOnlyList<Load> Loads => _loads;

    /// <summary>Starts all three, the shop excepted.</summary>
    /// <param name="setup">What the setup file says, given the address of the ERP.</param>
    /// <param name="settings">Settings of the console on top of the brisk ones.</param>
    public static async Task<Rig> StartAsync(Func<Erp, string> setup, params (string Name, string? Value)[] settings)
    {
        var rig = new Rig(await Erp.StartAsync(), settings);
        try
        {
            await rig.Folder.WriteSetupAsync(setup(rig.Erp));
            await rig.StartConsoleAsync();
            return rig;
        }
        catch
        {
            await rig.DisposeAsync();
            throw;
        }
    }

    public async Task StartConsoleAsync() => _console = await ConsoleProcess.StartAsync(Folder, _settings);

    /// <summary>Ends the console as a power failure does.</summary>
    public async Task KillConsoleAsync()
    {
        var console = _console!;
        _console = null;
        await console.KillAsync();
        await console.DisposeAsync();
    }

    /// <summary>The shop begins to sell.</summary>
    public Load StartLoad(int perSecond = 100, int batch = 1)
    {
        var load = new Load(() => _console?.Url, perSecond, batch);
        _loads.Add(load);
        return load;
    }

    /// <summary>Waits until the shop has sold and no delivery waits for anything any more.</summary>
    public async Task SettleAsync()
    {
        foreach (var load in _loads)
            await load.FinishAsync();
        await Until.TrueAsync("no delivery waits any more", async () =>
            (await Folder.Store.StatesAsync()).Keys.All(s => s is DeliveryState.Delivered or DeliveryState.Failed));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var load in _loads)
            await load.DisposeAsync();
        if (_console is { } console)
            await console.DisposeAsync();
        await Erp.DisposeAsync();
        Folder.Dispose();
    }
}
