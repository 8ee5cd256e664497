using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Freshness;
using CommerceEventConsole.Engine.Freshness.Running;

namespace CommerceEventConsole.Engine.Tests.Freshness;

public sealed class FreshnessWordsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    private static readonly PromiseNames Names = new(
        new Dictionary<int, string> { [1] = "ERP" },
        new Dictionary<int, string> { [2] = "Stock, every night" },
        new Dictionary<string, string>(StringComparer.Ordinal) { ["export:bi"] = "Events to BI" });

    [Theory]
    [InlineData(1, "1 minute")]
    [InlineData(5, "5 minutes")]
    [InlineData(60, "1 hour")]
    [InlineData(90, "90 minutes")]
    [InlineData(24 * 60, "24 hours")]
    [InlineData(36 * 60, "36 hours")]
    [InlineData(48 * 60, "2 days")]
    [InlineData(31 * 24 * 60, "31 days")]
    public void A_limit_is_told_in_the_unit_that_people_would_choose(int minutes, string text) => Assert.Equal(text, FreshnessWords.Limit(minutes));

    [Theory]
    [InlineData(EntityKind.Order, "Orders are in ERP within 5 minutes.")]
    [InlineData(EntityKind.Stock, "Stock levels are in ERP within 5 minutes.")]
    [InlineData(EntityKind.Category, "Categories are in ERP within 5 minutes.")]
    public void A_promise_about_things_says_where_they_are_in_time(EntityKind kind, string text) =>
        Assert.Equal(text, Say(new FreshnessDraft("a", PromiseKind.Delivered) { EntityKind = kind, DestinationId = 1 }));

    [Fact]
    public void A_promise_about_an_event_type_says_it_in_the_words_of_the_catalogue() => Assert.Equal(
        "Events “Customer registered” are in a destination that is gone within 5 minutes.",
        Say(new FreshnessDraft("a", PromiseKind.Delivered) { EventType = "observer.customer_register_success", DestinationId = 9 }));

    [Fact]
    public void A_promise_about_a_run_says_how_long_ago_it_may_be()
    {
        Assert.Equal("The resync “Stock, every night” came to its end no longer than 24 hours ago.", Say(new FreshnessDraft("a", PromiseKind.Resync) { ResyncId = 2, Minutes = 1440 }));
        Assert.Equal("The job “Events to BI” succeeded no longer than 1 hour ago.", Say(new FreshnessDraft("a", PromiseKind.Job) { Job = "export:bi", Minutes = 60 }));
        Assert.Equal("A job that is gone succeeded no longer than 1 hour ago.", Say(new FreshnessDraft("a", PromiseKind.Job) { Job = "gone", Minutes = 60 }));
    }

    [Theory]
    [InlineData(1, "Order 12 has not arrived. It was given up.")]
    [InlineData(2, "Order 12 has not arrived. It was given up. 1 more is late.")]
    [InlineData(1000, "Order 12 has not arrived. It was given up. 1,000 or more are late.")]
    [InlineData(999, "Order 12 has not arrived. It was given up. 998 more are late.")]
    public void What_breaks_a_promise_is_named_by_its_oldest_and_the_others_are_counted(int late, string text) =>
        Assert.Equal(text, FreshnessWords.Offence(Broken(late)));

    [Fact]
    public void An_event_that_names_nothing_and_a_promise_that_is_kept_have_no_name_and_no_offence()
    {
        var promise = Broken(1);
        promise.OldestKey = null;
        Assert.StartsWith("An event has not arrived.", FreshnessWords.Offence(promise), StringComparison.Ordinal);
        promise.State = PromiseState.Kept;
        Assert.Null(FreshnessWords.Offence(promise));
        (promise.State, promise.Enabled) = (PromiseState.Broken, false);
        Assert.Null(FreshnessWords.Offence(promise));
    }

    [Theory]
    [InlineData(0, PromiseState.Kept)]
    [InlineData(1, PromiseState.Broken)]
    [InlineData(-9_999_999, PromiseState.Kept)] // The clock was set back.
    public void Something_is_too_old_only_beyond_the_limit(int ticks, PromiseState state)
    {
        var verdict = PromiseVerdict.OfAge(Noon, TimeSpan.FromHours(24), Noon.AddHours(24).AddTicks(ticks), "Too old.");

        Assert.Equal((state, Noon, state == PromiseState.Broken ? "Too old." : null), (verdict.State, verdict.OldestAt, verdict.Why));
    }

    [Theory]
    [InlineData("ERP answered 422: unknown SKU", "ERP answered 422: unknown SKU.")]
    [InlineData("The answer was 503.", "The answer was 503.")]
    [InlineData("", ".")]
    public void What_a_system_says_ends_as_a_sentence_does(string text, string ended) => Assert.Equal(ended, FreshnessWords.Ended(text));

    [Fact]
    public void A_reason_is_cut_where_it_does_not_fit()
    {
        var promise = Broken(1);
        PromiseVerdict.Of(PromiseState.Broken, new string('x', 1_000)).WriteTo(promise);

        Assert.Equal((400, '…'), (promise.Why!.Length, promise.Why[^1]));
    }

    private static string Say(FreshnessDraft draft) => FreshnessWords.Sentence(draft, Names);

    private static FreshnessPromise Broken(int late) => new()
    {
        Name = "Orders", Kind = PromiseKind.Delivered, EntityKind = EntityKind.Order, DestinationId = 1, Minutes = 5, Enabled = true, State = PromiseState.Broken,
        Late = late, OldestKind = EntityKind.Order, OldestKey = "12", OldestSeq = 7, OldestDeliveryId = 8, OldestAt = Noon, Why = "It was given up.",
    };
}
