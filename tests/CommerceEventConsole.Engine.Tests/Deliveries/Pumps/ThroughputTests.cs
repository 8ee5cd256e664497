using CommerceEventConsole.Engine.Deliveries.Pumps;
using CommerceEventConsole.Tests.Shared;

namespace CommerceEventConsole.Engine.Tests.Deliveries.Pumps;

public sealed class ThroughputTests
{
    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(250);

    private readonly ManualTime _time = new();
    private readonly Throughput _throughput;

    public ThroughputTests() => _throughput = new Throughput(Window, _time);

    [Fact]
    public void What_went_out_counts_at_once()
    {
        _throughput.Add(3);
        _throughput.Add(4);

        Assert.Equal(7, _throughput.Recent);
    }

    [Fact]
    public void What_went_out_in_the_window_before_counts_until_there_is_as_much_in_this_one()
    {
        _throughput.Add(7);
        _time.Advance(Window);
        Assert.Equal(7, _throughput.Recent);

        _throughput.Add(9);
        Assert.Equal(9, _throughput.Recent);
    }

    [Fact]
    public void After_a_quiet_while_nothing_counts()
    {
        _throughput.Add(7);
        _time.Advance(2 * Window);

        Assert.Equal(0, _throughput.Recent);
    }
}
