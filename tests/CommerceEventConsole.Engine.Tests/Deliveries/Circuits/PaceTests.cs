using CommerceEventConsole.Engine.Deliveries.Circuits;
using CommerceEventConsole.Tests.Shared;

namespace CommerceEventConsole.Engine.Tests.Deliveries.Circuits;

public sealed class PaceTests
{
    [Fact]
    public void A_destination_that_asked_for_it_is_left_alone_that_long()
    {
        var time = new ManualTime();
        using var pace = new Pace(time);

        Assert.False(pace.LeaveAlone(TimeSpan.FromSeconds(40)));

        Assert.True(pace.LeaveAlone(TimeSpan.FromSeconds(10)));
        Assert.False(pace.TryTake(perSecond: 0));
        Assert.Equal(TimeSpan.FromSeconds(40), pace.Wait);
        time.Advance(TimeSpan.FromSeconds(40));
        Assert.True(pace.TryTake(perSecond: 0));
        Assert.Equal(TimeSpan.Zero, pace.Wait);
    }

    [Fact]
    public void No_more_than_a_portion_goes_out_at_once()
    {
        using var pace = new Pace(new ManualTime());

        Assert.True(pace.TryTake(perSecond: 1));

        Assert.False(pace.TryTake(perSecond: 1));
        Assert.Equal(TimeSpan.FromSeconds(1), pace.Wait);
    }

    [Fact]
    public void A_limit_that_is_lifted_is_in_force_at_once()
    {
        using var pace = new Pace(new ManualTime());
        pace.TryTake(perSecond: 1);
        Assert.False(pace.TryTake(perSecond: 1));

        Assert.True(pace.TryTake(perSecond: 0));
    }
}
