using CommerceEventConsole.Sandbox.Adobe;

namespace CommerceEventConsole.Sandbox.Shop;

/// <summary>Lets the shop live: orders at the set pace, their later steps, and now and then something else.</summary>
internal sealed class ShopPlayer(
    ShopActions actions, OrderLife life, ShopState state, Registration registration, SandboxOptions options, TimeProvider time, ILogger<ShopPlayer> logger)
    : BackgroundService
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(500);

    /// <summary>Most orders of one tick: after a pause of the machine the shop does not catch up.</summary>
    private const double MostOrdersAtOnce = 50;

    private volatile bool _open;

    /// <summary>Whether shoppers come in.</summary>
    public bool IsOpen
    {
        get => _open;
        set => _open = value;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.WhenAll(OpenWhenVerifiedAsync(stoppingToken), PlayAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Closing time.
        }
    }

    private async Task OpenWhenVerifiedAsync(CancellationToken cancellationToken)
    {
        if (!options.AutoPlay)
            return;
        await registration.WhenVerifiedAsync(cancellationToken);
        _open = true;
        logger.LogInformation("The shop is open.");
    }

    private async Task PlayAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Tick, time);
        var last = time.GetUtcNow();
        var due = 1.0;
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            var now = time.GetUtcNow();
            if (_open)
                due = Play(Math.Min(due + ((now - last).TotalMinutes * options.OrdersPerMinute), MostOrdersAtOnce));
            last = now;
        }
    }

    private double Play(double due)
    {
        for (; due >= 1; due--)
        {
            actions.PlaceOrder();
            DoSomethingElse();
        }
        life.AdvanceDue();
        return due;
    }

    private void DoSomethingElse()
    {
        int dice;
        lock (state.Gate)
            dice = state.Random.Next(12);
        switch (dice)
        {
            case 0 or 1:
                actions.RegisterCustomer();
                break;
            case 2 or 3:
                actions.ChangePrice();
                break;
            case 4:
                actions.ChangeStock();
                break;
            case 5:
                actions.MoveCustomer();
                break;
            case 6:
                actions.ChangeSeason();
                break;
            default:
                // Most shoppers just buy.
                break;
        }
    }
}
