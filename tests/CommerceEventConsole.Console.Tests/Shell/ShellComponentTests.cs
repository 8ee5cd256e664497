using Bunit;
using CommerceEventConsole.Components.Shell;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Tests.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceEventConsole.Console.Tests.Shell;

public sealed class ShellComponentTests : BunitContext
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 9, 0, 0, TimeSpan.Zero);
    private readonly ManualTime _time = new(Now);

    public ShellComponentTests() => Services.AddSingleton<TimeProvider>(_time);

    [Fact]
    public void A_time_is_shown_in_the_viewers_zone_with_utc_at_hand()
    {
        using var clock = new ViewerClock(ViewerClock.ZoneOf("Europe/Berlin"), _time);
        var time = Render<Time>(p => p.AddCascadingValue(clock).Add(t => t.Value, Now.AddMinutes(-3))).Find("time");
        Assert.StartsWith("10:57:00", time.TextContent, StringComparison.Ordinal);
        Assert.EndsWith("3 minutes ago", time.TextContent.Trim(), StringComparison.Ordinal);
        Assert.Equal("2026-05-04 08:57:00.000 UTC", time.GetAttribute("title"));
    }

    [Fact]
    public void How_long_ago_moves_on_while_the_page_is_open()
    {
        using var clock = new ViewerClock(TimeZoneInfo.Utc, _time);
        var time = Render<Time>(p => p.AddCascadingValue(clock).Add(t => t.Value, Now).Add(t => t.Form, TimeForm.Relative));
        Assert.Equal("just now", time.Find("time").TextContent.Trim());
        _time.Advance(TimeSpan.FromMinutes(5));
        time.WaitForAssertion(() => Assert.Equal("5 minutes ago", time.Find("time").TextContent.Trim()));
    }

    [Fact]
    public void A_time_that_is_missing_is_a_dash() => Assert.Equal("–", Render<Time>().Find("span").TextContent);

    [Theory]
    [InlineData("2026-05-04T08:59:00Z", "08:59:00")]
    [InlineData("2026-05-03T08:59:00Z", "3 May, 08:59:00")]
    [InlineData("2025-05-03T08:59:00Z", "3 May 2025, 08:59:00")]
    public void A_time_names_its_day_only_where_it_is_not_today(string value, string expected)
    {
        using var clock = new ViewerClock(TimeZoneInfo.Utc, _time);
        Assert.Equal(expected, clock.Absolute(DateTimeOffset.Parse(value, System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void A_wall_clock_time_that_spring_skips_is_taken_for_the_hour_after()
    {
        using var clock = new ViewerClock(ViewerClock.ZoneOf("Europe/Berlin"), _time);
        Assert.Equal(new DateTimeOffset(2026, 3, 29, 1, 30, 0, TimeSpan.Zero), clock.FromLocal(new DateTime(2026, 3, 29, 2, 30, 0)).ToUniversalTime());
    }

    [Fact]
    public void A_zone_that_nobody_knows_is_utc() => Assert.Equal(TimeZoneInfo.Utc, ViewerClock.ZoneOf("Mars/Olympus"));

    [Fact]
    public void Every_delivery_state_has_a_word_an_icon_and_a_meaning()
    {
        foreach (var state in Enum.GetValues<DeliveryState>())
        {
            var badge = Render<StateBadge>(p => p.Add(b => b.State, state)).Find(".badge");
            Assert.Contains(state.ToString().ToLowerInvariant(), badge.TextContent, StringComparison.Ordinal);
            Assert.DoesNotContain("help", badge.QuerySelector("i")!.TextContent, StringComparison.Ordinal);
            Assert.False(string.IsNullOrEmpty(badge.GetAttribute("title")));
        }
    }

    [Fact]
    public void An_error_that_can_be_retried_offers_it()
    {
        var retried = 0;
        var error = Render<ErrorState>(p => p.Add(e => e.Retry, () => retried++));
        error.Find("button").Click();
        Assert.Equal(1, retried);
        Assert.Empty(Render<ErrorState>().FindAll("button"));
    }

    [Fact]
    public void A_page_that_breaks_leaves_a_text_with_an_error_number_and_can_be_tried_again()
    {
        Fragile.Broken = true;
        var boundary = Render<ShellErrorBoundary>(p => p.AddChildContent<Fragile>());
        Assert.Matches("error number: [0-9a-f]{32}", boundary.Find("[role=alert]").TextContent);
        Fragile.Broken = false;
        boundary.Find("button").Click();
        Assert.Equal("whole", boundary.Find("p").TextContent);
    }

    private sealed class Fragile : ComponentBase
    {
        public static bool Broken { get; set; }

        protected override void BuildRenderTree(Microsoft.AspNetCore.Components.Rendering.RenderTreeBuilder builder)
        {
            if (Broken)
                throw new InvalidOperationException("broken");
            builder.AddMarkupContent(0, "<p>whole</p>");
        }
    }
}
