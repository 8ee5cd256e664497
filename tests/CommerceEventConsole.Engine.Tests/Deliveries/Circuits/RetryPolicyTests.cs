using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Deliveries.Circuits;
using CommerceEventConsole.Engine.Deliveries.Outbound;
using CommerceEventConsole.Engine.Destinations;
using CommerceEventConsole.Engine.Routing;

namespace CommerceEventConsole.Engine.Tests.Deliveries.Circuits;

public sealed class RetryPolicyTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly DeliveryOutcome Failure = new(AttemptOutcome.Transient, 500, "It failed.") { Fault = DestinationFault.Failing };

    [Theory]
    [InlineData(RetryCurve.Exponential, 10, 20, 40)]
    [InlineData(RetryCurve.Linear, 10, 20, 30)]
    [InlineData(RetryCurve.Constant, 10, 10, 10)]
    public void Waits_follow_the_curve(RetryCurve curve, params int[] seconds)
    {
        var schedule = new RetrySchedule(TimeSpan.FromSeconds(10), TimeSpan.FromHours(1), curve);

        Assert.Equal(seconds, Enumerable.Range(1, seconds.Length).Select(n => (int)schedule.Wait(n, chance: 0.5, retryAfter: null).TotalSeconds));
    }

    [Theory]
    [InlineData("400, 404, 410-499", 404, true)]
    [InlineData("400, 404, 410-499", 429, true)]
    [InlineData("400, 404, 410-499", 500, false)]
    [InlineData(null, 404, true)]
    [InlineData(null, 503, false)]
    public void Final_statuses_are_those_of_the_list_and_the_usual_ones(string? final, int status, bool expected) =>
        Assert.Equal(expected, StatusTable.Of(final, retried: null).IsFinal(status));

    [Fact]
    public void A_status_that_is_to_be_tried_again_is() => Assert.False(StatusTable.Of(final: null, "404, 501").IsFinal(501));

    [Theory]
    [InlineData("2oo")]
    [InlineData("200")]
    [InlineData("499-410")]
    [InlineData("400-")]
    [InlineData("600")]
    [InlineData("-404")]
    public void A_list_that_cannot_be_read_says_what_is_wrong(string text)
    {
        Assert.False(StatusList.TryParse(text, out var list, out var problem));

        Assert.Null(list);
        Assert.Contains(text, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_delivery_that_grows_too_old_is_given_up_and_says_so()
    {
        var destination = Erp with { MaxAge = TimeSpan.FromHours(2), FirstRetry = TimeSpan.FromMinutes(10), MaxRetry = TimeSpan.FromMinutes(10) };

        var young = After(destination, made: Noon.AddHours(-1));
        var old = After(destination, made: Noon.AddMinutes(-115));

        Assert.Equal((DeliveryState.Retrying, AttemptOutcome.Transient), (young.State, young.Outcome));
        Assert.Equal((DeliveryState.Failed, AttemptOutcome.Expired), (old.State, old.Outcome));
    }

    [Fact]
    public void The_last_attempt_says_that_it_was_the_last()
    {
        var progress = After(Erp with { MaxAttempts = 3 }, attempts: 2);

        Assert.Equal((DeliveryState.Failed, 3, AttemptOutcome.Exhausted), (progress.State, progress.Attempts, progress.Outcome));
    }

    [Fact]
    public void What_fails_while_its_destination_is_unreachable_is_held_and_costs_nothing()
    {
        var progress = After(Erp with { MaxAttempts = 3 }, attempts: 2, verdict: new AttemptVerdict(IsOpen: true, IsUncounted: true));

        Assert.Equal((DeliveryState.Held, 2, AttemptOutcome.Uncounted), (progress.State, progress.Attempts, progress.Outcome));
    }

    private static DestinationConfiguration Erp => Rig.Erp(new Uri("https://erp.example"));

    private static DeliveryProgress After(
        DestinationConfiguration destination, int attempts = 0, DateTimeOffset? made = null, AttemptVerdict verdict = default)
    {
        var lease = new LeasedDelivery(1, 1, 1, 1, 1, attempts, made ?? Noon);
        return DeliveryProgress.After(lease, Failure, verdict, destination, Noon, chance: 0.5);
    }
}
