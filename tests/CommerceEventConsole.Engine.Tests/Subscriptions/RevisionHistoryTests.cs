using CommerceEventConsole.Engine.Subscriptions;

namespace CommerceEventConsole.Engine.Tests.Subscriptions;

public class RevisionHistoryTests
{
    private static readonly RevisionNames Names = new(type => type, id => $"{id}");
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Each_revision_is_compared_with_the_one_before_it_and_a_draft_with_what_is_in_force()
    {
        // The draft was begun before the fourth was brought back from the first.
        SubscriptionRevision[] revisions =
        [
            Revision(4, RevisionState.Published, "a"), Revision(3, RevisionState.Draft, "c"), Revision(2, RevisionState.Superseded, "b"), Revision(1, RevisionState.Superseded, "a"),
        ];

        var steps = RevisionHistory.Of(new Subscription { Name = "Orders" }, revisions, Names);

        Assert.Equal(
            ["4: field a, field b", "3: field c, field a", "2: field b, field a", "1: event: order.saved, field a"],
            steps.Select(s => $"{s.Revision.Number}: {string.Join(", ", s.Changes.Select(c => c.Text))}"));
        Assert.Equal([true, true, true, false], steps.Select(s => s.HasPredecessor));
    }

    private static SubscriptionRevision Revision(int number, RevisionState state, string field) => new()
    {
        Id = number,
        Number = number,
        State = state,
        EventType = "order.saved",
        Fields = $"[\"{field}\"]",
        Rules = "[]",
        Destinations = "[]",
        CreatedBy = "anna",
        PublishedAt = state == RevisionState.Draft ? null : Noon,
    };
}
