namespace CommerceEventConsole.Engine.Subscriptions;

/// <summary>A revision with what it changed.</summary>
/// <param name="Revision">The revision.</param>
/// <param name="Changes">What it does differently from the one in force before it; of a draft, from the one in force now.</param>
/// <param name="HasPredecessor">Whether there was one to compare it with.</param>
public sealed record RevisionStep(SubscriptionRevision Revision, IReadOnlyList<RevisionChange> Changes, bool HasPredecessor);

/// <summary>The revisions of a subscription as a story.</summary>
public static class RevisionHistory
{
    /// <summary>The steps, the newest first.</summary>
    /// <param name="subscription">The subscription.</param>
    /// <param name="revisions">Its revisions, the newest first, as <see cref="SubscriptionStore.RevisionsAsync"/> returns them.</param>
    /// <param name="names">What people call the parts.</param>
    public static IReadOnlyList<RevisionStep> Of(Subscription subscription, IReadOnlyList<SubscriptionRevision> revisions, RevisionNames names)
    {
        // Numbers follow the order in which revisions came into force; a draft is compared with what is in force whatever its number.
        var published = revisions.Where(r => r.PublishedAt is not null).ToList();
        return [.. revisions.Select(Step)];

        RevisionStep Step(SubscriptionRevision revision)
        {
            var before = revision.State == RevisionState.Draft
                ? published.Find(r => r.State == RevisionState.Published)
                : published.Find(r => r.Number < revision.Number);
            var changes = RevisionDiff.Between(
                before is null ? null : SubscriptionDraft.From(subscription, before), SubscriptionDraft.From(subscription, revision), names);
            return new RevisionStep(revision, changes, before is not null);
        }
    }
}
