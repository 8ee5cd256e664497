using CommerceEventConsole.Components.Overview;
using CommerceEventConsole.Components.Shell;
using CommerceEventConsole.Engine.Activity;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Destinations;
using CommerceEventConsole.Engine.Failures;
using CommerceEventConsole.Tests.Shared;

namespace CommerceEventConsole.Console.Tests.Overview;

public sealed class OverviewSentenceTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 9, 0, 0, TimeSpan.Zero);

    private readonly ViewerClock _clock = new(TimeZoneInfo.Utc, new ManualTime(Now));

    public void Dispose() => _clock.Dispose();

    [Fact]
    public void With_nothing_waiting_everything_is_delivered() =>
        Assert.Equal((OverviewTone.Good, "Everything is delivered."), Say([Fares("ERP")]));

    [Fact]
    public void What_left_less_than_a_minute_ago_is_no_backlog() =>
        Assert.Equal((OverviewTone.Good, "Everything is delivered or on its way."), Say([Fares("ERP") with { Waiting = 3, OldestUnsent = Now.AddSeconds(-20) }]));

    [Fact]
    public void What_waits_longer_is_named_with_its_age() => Assert.Equal(
        (OverviewTone.Watch, "3 deliveries are waiting, the oldest since 5 minutes."),
        Say([Fares("ERP") with { Waiting = 3, OldestUnsent = Now.AddMinutes(-5) }]));

    [Fact]
    public void What_did_not_arrive_is_told_in_the_words_of_the_shop()
    {
        var sentence = OverviewSentence.For(Picture([Fares("ERP") with { Failed = 5 }], Gone(3, EntityKind.Order, minutes: 12)), _clock);

        Assert.Equal("3 orders did not reach ERP, the oldest 12 minutes ago.", sentence.Text);
        Assert.Equal("failures?destination=1", sentence.Link);
        Assert.Equal(OverviewTone.Bad, sentence.Tone);
    }

    [Fact]
    public void One_order_alone_has_no_oldest() => Assert.Equal(
        (OverviewTone.Bad, "1 order did not reach ERP, 12 minutes ago."), Say([Fares("ERP") with { Failed = 1 }], Gone(1, EntityKind.Order, minutes: 12)));

    [Fact]
    public void A_destination_that_does_not_answer_is_named_with_what_it_holds()
    {
        var erp = Fares("ERP") with { Held = 12 };
        erp.Destination.State = DestinationState.Unreachable;

        Assert.Equal((OverviewTone.Bad, "ERP does not answer. 12 deliveries are held meanwhile."), Say([erp]));
    }

    [Theory]
    [InlineData(false, "ERP does not answer. It holds up 12 orders worth 1,200.00 EUR and 300.00 USD and 1 product, since 08:59.")]
    [InlineData(true, "ERP does not answer. It holds up at least 12 orders worth 1,200.00 EUR and 300.00 USD and 1 product, since 08:59.")]
    public void What_is_held_is_told_in_the_words_of_the_shop(bool isLowerBound, string text)
    {
        var erp = Fares("ERP") with { Held = 13 };
        erp.Destination.State = DestinationState.Unreachable;
        var held = new HeldFigures(
            [new(EntityKind.Order, 12), new(EntityKind.Product, 1)], [new("EUR", 1200m), new("USD", 300m)], isLowerBound, Now.AddMinutes(-1));

        Assert.Equal(text, OverviewSentence.For(Picture([erp]) with { Held = new Dictionary<int, HeldFigures> { [1] = held } }, _clock).Text);
    }

    [Fact]
    public void Failures_come_before_everything_else()
    {
        var paused = Fares("PIM") with { Held = 12 };
        paused.Destination.State = DestinationState.Paused;

        var (_, text) = Say([Fares("ERP") with { Failed = 1, Retrying = 4 }, paused], Gone(1, EntityKind.Product, minutes: 2));

        Assert.Equal("1 product did not reach ERP, 2 minutes ago.", text);
    }

    [Fact]
    public void A_group_of_failures_is_told_with_what_it_holds_up_and_since_when()
    {
        var sentence = OverviewSentence.For(Picture([Fares("ERP") with { Failed = 214 }], Gone(214, EntityKind.Order, minutes: 12)) with { WorstGroup = Alike(failed: 214) }, _clock);

        Assert.Equal("ERP answered 422: Article … is not known. It holds up 214 orders worth 18,204.50 EUR, since 08:02.", sentence.Text);
        Assert.Equal((OverviewTone.Bad, "failures/groups/7"), (sentence.Tone, sentence.Link));
    }

    [Fact]
    public void A_message_that_ends_in_what_was_taken_out_of_it_needs_no_full_stop()
    {
        var group = Alike(failed: 1);
        group.Group.Message = "unknown SKU …";

        var sentence = OverviewSentence.For(Picture([Fares("ERP")]) with { WorstGroup = group }, _clock);

        Assert.StartsWith("ERP answered 422: unknown SKU … It holds up 214 orders", sentence.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_group_that_is_only_tried_again_is_worth_an_eye_and_comes_after_what_is_not_sent_to()
    {
        var picture = Picture([Fares("ERP") with { Retrying = 3 }]) with { WorstGroup = Alike(failed: 0, FailureGroupState.Acknowledged, "anna@example.com") };
        var paused = Fares("PIM");
        paused.Destination.State = DestinationState.Paused;

        var sentence = OverviewSentence.For(picture, _clock);

        Assert.Equal(OverviewTone.Watch, sentence.Tone);
        Assert.EndsWith("since 08:02. anna@example.com looks after it.", sentence.Text, StringComparison.Ordinal);
        Assert.Equal("PIM is paused. Nothing waits for it yet.", OverviewSentence.For(picture with { Destinations = [paused] }, _clock).Text);
    }

    [Theory]
    [InlineData(0, 4)]
    [InlineData(4, 4)]
    [InlineData(5, 8)]
    [InlineData(54, 80)]
    [InlineData(1_000, 2_000)]
    public void The_axis_ends_at_a_round_number(long highest, double top) => Assert.Equal(top, ActivityPanel.Scale(highest).Top);

    private (OverviewTone Tone, string Text) Say(IReadOnlyList<DestinationActivity> destinations, params Undelivered[] failed)
    {
        var sentence = OverviewSentence.For(Picture(destinations, failed), _clock);
        return (sentence.Tone, sentence.Text);
    }

    private static DestinationActivity Fares(string name) => new(
        new Destination { Id = 1, Name = name, Url = "https://example.com" }, 0, 0, 0, 0, 0, OldestUnsent: null, LastAnswer: null);

    private static FailureGroupRow Alike(long failed, FailureGroupState state = FailureGroupState.Open, string? owner = null) => new(
        new FailureGroup { Id = 7, DestinationId = 1, Class = FailureClass.Refused, StatusCode = 422, Message = "Article … is not known", State = state, Owner = owner },
        "ERP",
        state,
        new GroupFigures { Failed = failed, Retrying = 3, Entities = [new EntityCount(EntityKind.Order, 214)], Values = [new OrderValue("EUR", 18_204.5m)] },
        Now.AddMinutes(-58),
        new long[48]);

    private static Undelivered Gone(int count, EntityKind kind, int minutes) => new(1, kind, count, IsLowerBound: false, Now.AddMinutes(-minutes));

    private static OverviewSnapshot Picture(IReadOnlyList<DestinationActivity> destinations, params Undelivered[] failed) => new(
        new ActivityChart(TimeSpan.FromMinutes(1), []), ActivityTotals.None, destinations, [], failed, HasSubscriptions: true, HasEvents: true);
}
