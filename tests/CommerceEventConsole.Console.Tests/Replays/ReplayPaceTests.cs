using CommerceEventConsole.Components.Replays;

namespace CommerceEventConsole.Console.Tests.Replays;

public sealed class ReplayPaceTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void One_look_tells_no_pace()
    {
        var pace = new ReplayPace();
        pace.Add(Noon, 10);

        Assert.Null(pace.PerMinute());
        Assert.Null(pace.Remaining(10));
    }

    [Fact]
    public void The_pace_is_that_of_the_last_minute()
    {
        var pace = new ReplayPace();
        pace.Add(Noon, 0);
        pace.Add(Noon.AddMinutes(10), 1000);
        pace.Add(Noon.AddMinutes(10.5), 1100);

        Assert.Equal(200, pace.PerMinute()!.Value, 3);
        Assert.Equal(TimeSpan.FromMinutes(2), pace.Remaining(400));
    }

    [Fact]
    public void While_nothing_moves_no_end_is_promised()
    {
        var pace = new ReplayPace();
        pace.Add(Noon, 10);
        pace.Add(Noon.AddSeconds(30), 10);

        Assert.Equal(0, pace.PerMinute());
        Assert.Null(pace.Remaining(10));
    }
}
