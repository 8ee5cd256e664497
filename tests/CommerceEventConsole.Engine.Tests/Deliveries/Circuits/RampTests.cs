using CommerceEventConsole.Engine.Deliveries.Circuits;

namespace CommerceEventConsole.Engine.Tests.Deliveries.Circuits;

public sealed class RampTests
{
    private const int Most = 6;

    private readonly Ramp _ramp = new();

    [Fact]
    public void Without_an_outage_everything_may_go_at_once() => Assert.Equal((false, Most), (_ramp.IsOn, _ramp.Limit(Most)));

    [Fact]
    public void It_doubles_with_as_many_successes_up_to_the_maximum_and_ends()
    {
        _ramp.Begin();
        var limits = new List<int>();
        for (var i = 0; _ramp.IsOn && i < 100; i++)
        {
            limits.Add(_ramp.Limit(Most));
            _ramp.Succeeded(Most);
        }

        Assert.Equal([1, 2, 2, 4, 4, 4, 4, 6, 6, 6, 6, 6, 6, 6, 6], limits);
        Assert.Equal(Most, _ramp.Limit(Most));
    }

    [Fact]
    public void A_failure_halves_it_and_at_one_there_is_nothing_left_to_halve()
    {
        _ramp.Begin();
        for (var i = 0; i < 3; i++)
            _ramp.Succeeded(Most);
        Assert.Equal(4, _ramp.Limit(Most));

        Assert.True(_ramp.StepBack(Most));
        Assert.Equal(2, _ramp.Limit(Most));
        Assert.True(_ramp.StepBack(Most));
        Assert.False(_ramp.StepBack(Most));
        Assert.Equal(1, _ramp.Limit(Most));
    }
}
