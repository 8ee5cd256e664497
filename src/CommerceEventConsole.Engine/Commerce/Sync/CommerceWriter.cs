using CommerceEventConsole.Engine.Commerce.Api;
using CommerceEventConsole.Engine.Commerce.Drift;
using CommerceEventConsole.Engine.Commerce.Instances;

namespace CommerceEventConsole.Engine.Commerce.Sync;

/// <summary>Writes one change to Commerce, reads it back, and tells what became of it.</summary>
internal sealed class CommerceWriter(CommerceClient client)
{
    /// <summary>Writes an item whose sides were compared a moment ago. Once it has begun to replace something it is not cut off half-way.</summary>
    /// <param name="instance">Where.</param>
    /// <param name="item">What, as it stands.</param>
    /// <param name="mode">How.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <returns>The outcome, what was asked for, and whether the rest is worth trying.</returns>
    public async Task<(PushOutcome Outcome, CommerceSubscription Asked, bool GoOn)> WriteAsync(
        CommerceInstance instance, DriftItem item, PushMode mode, CancellationToken cancellationToken)
    {
        var asked = Asked(item, mode);
        var goOn = true;
        string? lost = null;
        try
        {
            if (item.There is null)
                await client.SubscribeAsync(instance, asked, cancellationToken);
            else if (mode == PushMode.Add)
                await client.UpdateAsync(instance, asked, cancellationToken);
            else
                await ReplaceAsync(instance, item.There, asked, cancellationToken);
        }
        catch (CommerceException e)
        {
            // Without an answer, or without leave, the next ones would end alike.
            goOn = e.Status is not (null or 401 or 403);
            if (!e.MayHaveTaken)
                return (Outcome(PushState.Failed, item, e.Message), asked, goOn);
            lost = e.Message;
        }

        // The write is made, or may be: what became of it is found out even if the person has left.
        return (await ReadBackAsync(instance, item, mode, lost), asked, goOn);
    }

    // Spec 6.11: an update merges. Rules are left alone where one of Commerce's does not belong there: together they would let less through.
    private static CommerceSubscription Asked(DriftItem item, PushMode mode)
    {
        var wanted = item.Here!.Content;
        if (item.There is not { } there)
            return wanted;
        return wanted with
        {
            Parent = mode == PushMode.Add ? there.Parent : wanted.Parent,
            Destination = wanted.Destination ?? there.Destination,
            ProviderId = wanted.ProviderId ?? there.ProviderId,
            Rules = mode == PushMode.Add && item.Differences.Any(d => d.Aspect == DriftAspect.RuleExtra) ? [] : wanted.Rules,
        };
    }

    private async Task ReplaceAsync(CommerceInstance instance, CommerceSubscription there, CommerceSubscription asked, CancellationToken cancellationToken)
    {
        await client.UnsubscribeAsync(instance, there.Name, cancellationToken);
        try
        {
            await client.SubscribeAsync(instance, asked, CancellationToken.None);
        }
        catch (CommerceException e)
        {
            throw new CommerceException($"{e.Message} {await RestoreAsync(instance, there)}", e.Status, e);
        }
    }

    private async Task<string> RestoreAsync(CommerceInstance instance, CommerceSubscription there)
    {
        try
        {
            await client.SubscribeAsync(instance, there, CancellationToken.None);
            return "The old subscription had been ended already; it was made again as it was.";
        }
        catch (CommerceException)
        {
            return "The old subscription is ended and could not be made again: Commerce sends nothing of this event. Write it once more.";
        }
    }

    private async Task<PushOutcome> ReadBackAsync(CommerceInstance instance, DriftItem item, PushMode mode, string? lost)
    {
        IReadOnlyList<CommerceSubscription> now;
        try
        {
            now = await client.SubscriptionsAsync(instance, CancellationToken.None);
        }
        catch (CommerceException e)
        {
            return lost is null
                ? Outcome(PushState.NotAsAsked, item, $"Commerce accepted it, but it could not be read back: {e.Message}")
                : Outcome(PushState.Failed, item, $"{lost} Whether it was done could not be read back either: {e.Message}");
        }

        var there = now.FirstOrDefault(s => s.Name == item.Key);
        var remaining = there is null ? null : SubscriptionDrift.Differences(item.Here!, there);
        var open = remaining?.Where(d => mode == PushMode.Replace || item.There is null || !item.StaysAfterMerge(d)).ToList();
        return (lost, open) switch
        {
            (null, null) => Outcome(PushState.NotAsAsked, item, "Commerce accepted it, but does not list the subscription."),
            (null, []) => Outcome(PushState.Took, item, Taken(remaining!)),
            (null, _) => Outcome(PushState.NotAsAsked, item, "Commerce accepted it, but read back it is not as asked: " + Sentences(open)),
            (_, []) => Outcome(PushState.Took, item, $"{lost} Read back, it is there all the same."),
            _ => Outcome(PushState.Failed, item, $"{lost} Read back, it is not as asked."),
        };
    }

    private static string Taken(List<DriftDifference> remaining) => remaining.Count == 0
        ? "Written, and read back as asked."
        : "What was missing is added and read back. What Commerce has beyond that stays: " + Sentences(remaining);

    private static string Sentences(IEnumerable<DriftDifference> differences) => string.Join(' ', differences.Select(d => d.Text));

    private static PushOutcome Outcome(PushState state, DriftItem item, string text) =>
        new(item.Key, state, text, item.NeedsModule && state != PushState.Failed);
}
