using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Commerce.Api;
using CommerceEventConsole.Engine.Commerce.Drift;
using CommerceEventConsole.Engine.Commerce.Instances;
using CommerceEventConsole.Engine.Setup;
using CommerceEventConsole.Engine.Subscriptions;

namespace CommerceEventConsole.Engine.Commerce.Sync;

/// <summary>
/// Brings the event subscriptions of a Commerce instance and of the console together. It writes only what a person saw: right before a
/// write both sides are compared again, and where that is not what was shown, nothing is written.
/// </summary>
public sealed class CommerceSync
{
    private const int MostNames = 50;

    private readonly CommerceInstanceStore _instances;
    private readonly SubscriptionStore _subscriptions;
    private readonly CommerceClient _client;
    private readonly CommerceWriter _writer;
    private readonly CommerceAudit _audit;
    private readonly EventTypeResolver _eventTypes;

    // Two people who write at once would each find the other's changes; one after the other is enough.
    private readonly SemaphoreSlim _writing = new(1, 1);

    internal CommerceSync(
        CommerceInstanceStore instances,
        SubscriptionStore subscriptions,
        CommerceClient client,
        CommerceWriter writer,
        CommerceAudit audit,
        EventTypeResolver eventTypes)
    {
        _instances = instances;
        _subscriptions = subscriptions;
        _client = client;
        _writer = writer;
        _audit = audit;
        _eventTypes = eventTypes;
    }

    /// <summary>Reads both sides and compares them; null where there is no such instance.</summary>
    /// <exception cref="CommerceException">Commerce did not answer, or refused.</exception>
    public async Task<CommercePicture?> ReadAsync(int instanceId, CancellationToken cancellationToken) =>
        await _instances.GetAsync(instanceId, cancellationToken) is { } instance ? await ReadAsync(instance, cancellationToken) : null;

    /// <summary>Asks a stored instance for its subscriptions; says how many there are. Null where there is no such instance.</summary>
    /// <exception cref="CommerceException">Commerce did not answer, or refused.</exception>
    public async Task<int?> CheckAsync(int instanceId, CancellationToken cancellationToken) =>
        await _instances.GetAsync(instanceId, cancellationToken) is { } instance
            ? (await _client.SubscriptionsAsync(instance, cancellationToken)).Count
            : null;

    /// <summary>Writes chosen changes, one after the other, and reads each one back.</summary>
    /// <param name="instanceId">Where.</param>
    /// <param name="chosen">What, each with the fingerprint of the difference that the person saw.</param>
    /// <param name="who">Who chose.</param>
    /// <param name="progress">Told of each one when it is done; null for nobody.</param>
    /// <param name="cancellationToken">Stops before the next one.</param>
    /// <exception cref="CommerceException">Commerce could not be read before anything was written.</exception>
    public async Task<PushResult> PushAsync(
        int instanceId, IReadOnlyList<ChosenChange> chosen, string who, IProgress<PushOutcome>? progress, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(who);
        await _writing.WaitAsync(cancellationToken);
        try
        {
            if (await ReadAsync(instanceId, cancellationToken) is not { } picture)
                return new PushResult("This instance is not connected any more.", [], null);
            var items = picture.Report.Items.ToDictionary(i => i.Key, StringComparer.Ordinal);
            if (chosen.Any(c => !items.TryGetValue(c.Key, out var item) || item.Fingerprint != c.Fingerprint || !CanWrite(item, c.Mode)))
                return new PushResult("Something changed since you looked, here or in Commerce. Nothing was written: look at the differences again.", [], picture);
            var outcomes = await WriteAsync(picture.Instance, [.. chosen.Select(c => (items[c.Key], c.Mode))], who, progress, cancellationToken);
            return new PushResult(null, outcomes, await TryReadAsync(picture.Instance));
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Makes a draft of a subscription that only Commerce has. It matches nothing until somebody publishes it.</summary>
    /// <param name="there">The subscription as it was read.</param>
    /// <param name="name">What it should be called; a number is added where that is taken.</param>
    /// <param name="who">Who asks for it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<ChangeResult<Subscription>> TakeOverAsync(CommerceSubscription there, string name, string who, CancellationToken cancellationToken)
    {
        var taken = (await _subscriptions.ListAsync(cancellationToken)).Select(s => s.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var free = Enumerable.Range(1, MostNames).Select(n => n == 1 ? name : $"{name} {n}").FirstOrDefault(n => !taken.Contains(n)) ?? name;
        var draft = CommerceTakeover.ToDraft(there, free, out var problems);
        return problems.Count > 0
            ? new ChangeResult<Subscription>(ChangeOutcome.Invalid, null, problems)
            : await _subscriptions.CreateDraftAsync(draft, who, cancellationToken);
    }

    private static bool CanWrite(DriftItem item, PushMode mode) =>
        item.State == DriftState.OnlyHere || (item.State == DriftState.Different && (mode == PushMode.Replace || item.CanMerge));

    private async Task<List<PushOutcome>> WriteAsync(
        CommerceInstance instance,
        IReadOnlyList<(DriftItem Item, PushMode Mode)> changes,
        string who,
        IProgress<PushOutcome>? progress,
        CancellationToken cancellationToken)
    {
        var outcomes = new List<PushOutcome>(changes.Count);
        var goOn = true;
        foreach (var (item, mode) in changes)
        {
            if (!goOn || cancellationToken.IsCancellationRequested)
            {
                outcomes.Add(new PushOutcome(item.Key, PushState.NotTried, "Not written: the one before could not be, or you stopped.", NeedsModule: false));
                continue;
            }

            (var outcome, goOn) = await WriteOneAsync(instance, item, mode, who, cancellationToken);
            outcomes.Add(outcome);
            progress?.Report(outcome);
        }

        return outcomes;
    }

    private async Task<(PushOutcome Outcome, bool GoOn)> WriteOneAsync(
        CommerceInstance instance, DriftItem item, PushMode mode, string who, CancellationToken cancellationToken)
    {
        var action = item.There is null ? "commerce.subscribed" : mode == PushMode.Add ? "commerce.subscription-added-to" : "commerce.subscription-replaced";
        PushOutcome outcome;
        CommerceSubscription? asked = null;
        var goOn = false;
        try
        {
            (outcome, asked, goOn) = await _writer.WriteAsync(instance, item, mode, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            outcome = new PushOutcome(item.Key, PushState.Failed, "You stopped while it was being written. Look whether it is there.", NeedsModule: false);
        }

        // Whatever came of it, it was tried: the note is made even if the person has left.
        await _audit.RecordAsync(
            who,
            action,
            $"Event {item.Key} in {instance.Name}",
            item.There,
            new { Asked = asked, Outcome = outcome.State, outcome.Text },
            CancellationToken.None);
        return (outcome, goOn);
    }

    private async Task<CommercePicture?> TryReadAsync(CommerceInstance instance)
    {
        try
        {
            return await ReadAsync(instance, CancellationToken.None);
        }
        catch (CommerceException)
        {
            return null;
        }
    }

    private async Task<CommercePicture> ReadAsync(CommerceInstance instance, CancellationToken cancellationToken)
    {
        var inCommerce = await _client.SubscriptionsAsync(instance, cancellationToken);
        var offered = await OfferedAsync(instance, cancellationToken);
        var here = await _subscriptions.ListAsync(cancellationToken);
        return new CommercePicture(
            instance, SubscriptionDrift.Compare(here, inCommerce, offered, instance.Kind, name => _eventTypes.Resolve(name).Name));
    }

    // A help for those who choose; without it the rest is still right.
    private async Task<IReadOnlyList<string>?> OfferedAsync(CommerceInstance instance, CancellationToken cancellationToken)
    {
        try
        {
            return await _client.SupportedEventsAsync(instance, cancellationToken);
        }
        catch (CommerceException e) when (e.Status is 403 or 404)
        {
            return null;
        }
    }
}
