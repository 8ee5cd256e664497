using CommerceEventConsole.Engine.Subscriptions.Matching;
using CommerceEventConsole.Engine.Tests.Subscriptions.Matching;

namespace CommerceEventConsole.Engine.Tests.Subscriptions.Semantics;

/// <summary>Runs the table: what is sent, which events match and what is refused, each case a test of its own.</summary>
public sealed class SubscriptionSemanticsTests
{
    private static readonly string[] Sections =
    [
        "Paths", "Lists, and lists in lists", "Missing, null and empty", "Everything, and previous values", "Nested entities and other payloads",
        "Dots and brackets in names", "Letters of all kinds", "Renamed fields", "Numbers, and numbers as text", "Yes and no", "One of a list", "Patterns",
        "Changes", "Rules together", "Fields that are refused", "Rules that are refused",
    ];

    public static IEnumerable<TheoryDataRow<string>> Titles =>
        SemanticsTable.Cases.Select(item => new TheoryDataRow<string>(item.Title) { TestDisplayName = $"{item.Section}: {item.Title}", Label = "" });

    [Theory]
    [MemberData(nameof(Titles))]
    public void The_console_does_what_the_table_says(string title)
    {
        var item = SemanticsTable.Cases.Single(candidate => candidate.Title.Equals(title, StringComparison.Ordinal));

        if (item.Problems.Count > 0) IsRefused(item);
        else Works(item, Samples.Compile(item.Fields, item.Rules));
    }

    [Fact]
    public void The_table_has_at_least_150_cases_with_titles_of_their_own()
    {
        var titles = SemanticsTable.Cases.Select(item => item.Title).ToList();

        Assert.True(titles.Count >= 150, $"There are {titles.Count} cases.");
        Assert.Equal(titles.Count, titles.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Fact]
    public void Every_section_and_every_operator_occurs()
    {
        Assert.Equal(Sections, SemanticsTable.Cases.Select(item => item.Section).Distinct(StringComparer.Ordinal));
        Assert.All(Sections, section => Assert.True(SemanticsTable.Cases.Count(item => item.Section.Equals(section, StringComparison.Ordinal)) >= 5, section));

        // Each operator is seen to hold and seen to fail.
        Assert.All(Enum.GetValues<RuleOperator>(), value => Assert.Equal(
            [false, true],
            SemanticsTable.Cases.Where(item => item.Matches is not null && item.Rules is [var rule] && rule.Operator == value)
                .Select(item => item.Matches!.Value).Distinct().Order()));
    }

    private static void IsRefused(SemanticsCase item)
    {
        var problems = Samples.Problems(item.Fields, item.Rules);

        Assert.Equal(item.Problems.Count, problems.Count);
        Assert.All(item.Problems.Zip(problems), pair => Assert.Contains(pair.First, pair.Second, StringComparison.Ordinal));
    }

    private static void Works(SemanticsCase item, CompiledSubscription subscription)
    {
        var payload = item.Payload;
        if (item.Sends is { } sends) Assert.Equal(sends, Samples.Filtered(subscription, payload));
        if (item.Warning is { } warning) Assert.Contains(warning, Assert.Single(subscription.Warnings), StringComparison.Ordinal);
        if (item.Matches is not { } matches) return;

        // A pattern's first run also compiles it, and a busy machine may take longer for that than a pattern is given.
        _ = subscription.Matches(payload);
        Assert.Equal(matches, subscription.Matches(payload, out var decision));
        Assert.Equal(matches, subscription.Matches(payload));
        Assert.Equal(matches, decision.IsMatch);
        Assert.Equal(matches, decision.DecidedBy is null);
        Assert.Contains(item.Because ?? "", decision.Reason, StringComparison.Ordinal);
        Assert.NotEmpty(decision.Reason);
    }
}
