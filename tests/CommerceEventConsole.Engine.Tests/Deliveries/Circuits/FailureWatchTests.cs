using CommerceEventConsole.Engine.Deliveries.Circuits;
using CommerceEventConsole.Engine.Deliveries.Outbound;

namespace CommerceEventConsole.Engine.Tests.Deliveries.Circuits;

public sealed class FailureWatchTests
{
    private static readonly DateTimeOffset Morning = new(2026, 5, 4, 9, 0, 0, TimeSpan.Zero);
    private static readonly CircuitSettings Settings = new() { Failures = 3, Share = 0.5, Minimum = 10, Window = TimeSpan.FromMinutes(1) };

    private readonly FailureWatch _watch = new();

    [Fact]
    public void Failures_in_a_row_open_the_circuit()
    {
        Assert.False(Fail(delivery: 1));
        Assert.False(Fail(delivery: 2));
        Assert.True(Fail(delivery: 3));
    }

    [Fact]
    public void One_that_arrives_begins_the_row_anew()
    {
        Fail(delivery: 1);
        Fail(delivery: 2);
        Succeed();

        Assert.False(Fail(delivery: 3));
        Assert.False(Fail(delivery: 4));
        Assert.True(Fail(delivery: 5));
    }

    [Fact]
    public void One_delivery_that_fails_again_and_again_does_not_speak_for_the_others()
    {
        for (var i = 0; i < 9; i++)
            Assert.False(Fail(delivery: 1));

        Assert.True(Fail(delivery: 2));
    }

    [Fact]
    public void One_delivery_is_enough_where_nothing_gets_through()
    {
        Fail(delivery: 1, DestinationFault.Unreached);
        Fail(delivery: 1, DestinationFault.Unreached);

        Assert.True(Fail(delivery: 1, DestinationFault.Unreached));
    }

    [Fact]
    public void A_share_of_failures_opens_the_circuit_once_there_are_enough_attempts()
    {
        for (var i = 1; i <= 4; i++)
        {
            Succeed();
            Assert.False(Fail(delivery: i));
        }

        Succeed();
        Assert.True(Fail(delivery: 5));
    }

    [Fact]
    public void What_lies_before_the_window_does_not_count()
    {
        for (var i = 1; i <= 4; i++)
        {
            Succeed();
            Fail(delivery: i);
        }

        var later = Morning + Settings.Window + TimeSpan.FromSeconds(10);
        Assert.False(_watch.Observe(DestinationFault.None, 9, Settings, later));
        Assert.False(_watch.Observe(DestinationFault.Failing, 9, Settings, later));
    }

    [Fact]
    public void A_clock_that_is_set_back_counts_from_there()
    {
        Fail(delivery: 1);
        var before = Morning.AddHours(-5);

        Assert.False(_watch.Observe(DestinationFault.Failing, 2, Settings, before));
        Assert.True(_watch.Observe(DestinationFault.Failing, 3, Settings, before));
    }

    private bool Fail(long delivery, DestinationFault fault = DestinationFault.Failing) => _watch.Observe(fault, delivery, Settings, Morning);

    private void Succeed() => Assert.False(_watch.Observe(DestinationFault.None, 100, Settings, Morning));
}
