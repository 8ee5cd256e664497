using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Destinations;

namespace CommerceEventConsole.Engine.Subscriptions.Formats;

/// <summary>Takes subscriptions from files: first a plan that changes nothing, then drafts of what a person chose. It never publishes.</summary>
public sealed class SubscriptionImport(
    SubscriptionStore subscriptions, DestinationStore destinations, EventTypeResolver eventTypes, ImportReader reader)
{
    /// <summary>What the files would do.</summary>
    public async Task<ImportPlan> PlanAsync(IReadOnlyList<ImportFile> files, CancellationToken cancellationToken)
    {
        var read = reader.Read(files);
        var planner = new ImportPlanner(
            eventTypes, await subscriptions.ListAsync(cancellationToken), await destinations.ListAsync(cancellationToken));
        return planner.Plan(read);
    }

    /// <summary>
    /// Saves items of a plan as drafts, one by one. One that somebody changed since the plan was made is left as it is and says so;
    /// the others are saved.
    /// </summary>
    public async Task<IReadOnlyList<ImportOutcome>> SaveAsync(IEnumerable<ImportItem> chosen, string who, CancellationToken cancellationToken)
    {
        var outcomes = new List<ImportOutcome>();
        foreach (var item in chosen.Where(i => i.CanBeSaved))
            outcomes.Add(await SaveAsync(item, who, cancellationToken));
        return outcomes;
    }

    private async Task<ImportOutcome> SaveAsync(ImportItem item, string who, CancellationToken cancellationToken)
    {
        var result = item.SubscriptionId is { } id
            ? await subscriptions.SaveDraftAsync(id, item.Version, item.Draft, who, cancellationToken)
            : await subscriptions.CreateDraftAsync(item.Draft, who, cancellationToken);
        if (!result.Succeeded)
            return new(item, null, string.Join(' ', result.Problems.Select(p => p.Message)));

        var saved = result.Value!.Id;
        // A new one is switched on; it is a draft, so nothing was matched meanwhile.
        if (item.SubscriptionId is null && !item.Draft.Enabled)
            await subscriptions.SetEnabledAsync(saved, enabled: false, who, cancellationToken);
        return new(item, saved, null);
    }
}
