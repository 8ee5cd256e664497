using System.Text.Json;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Deliveries.Outbound;
using CommerceEventConsole.Engine.Subscriptions.Matching;

namespace CommerceEventConsole.Engine.Subscriptions.History;

/// <summary>What a slice came to.</summary>
internal sealed class SliceOutcome
{
    public int Examined { get; set; }

    public int Both { get; set; }

    public int Gained { get; set; }

    public int Lost { get; set; }

    public int Unreadable { get; set; }

    public long DraftBytes { get; set; }

    public long PublishedBytes { get; set; }

    public List<HistoryEvent> GainedEvents { get; } = [];

    public List<HistoryEvent> LostEvents { get; } = [];
}

/// <summary>
/// One event type, and which of the two is about it. Used by several threads at once: reasons are asked of a second compilation, so that
/// asking does not count as a time-out.
/// </summary>
internal sealed class HistoryPass(
    ResolvedEventType type, SubscriptionDefinition? draft, SubscriptionDefinition? published, DateTimeOffset since)
{
    // At 100 ms each that is ten seconds of nothing but patterns.
    private const int MaxRegexTimeouts = 100;

    private readonly CompiledSubscription? _draft = Compile(draft);
    private readonly CompiledSubscription? _published = Compile(published);
    private readonly CompiledSubscription? _draftInWords = Compile(draft);
    private readonly CompiledSubscription? _publishedInWords = Compile(published);

    private readonly bool _sameFields = draft is not null && published is not null
        && draft.Fields.SequenceEqual(published.Fields, StringComparer.Ordinal);

    /// <summary>The canonical name of the type.</summary>
    public string EventType => type.Name;

    /// <summary>Patterns given up so far.</summary>
    public long RegexTimeouts => (_draft?.RegexTimeouts ?? 0) + (_published?.RegexTimeouts ?? 0);

    /// <summary>Whether patterns take so long that going on makes no sense.</summary>
    public bool IsTooSlow => RegexTimeouts >= MaxRegexTimeouts;

    /// <summary>Tries both on each event of a slice; ends early where <see cref="IsTooSlow"/>.</summary>
    public SliceOutcome Evaluate(IReadOnlyList<StoredRow> rows, CancellationToken cancellationToken)
    {
        var outcome = new SliceOutcome();
        var bytes = new CountedBytes();
        foreach (var row in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (IsTooSlow) break;
            // Places follow the clock only nearly: nodes commit side by side, and a clock may have been wrong for a while.
            if (row.ReceivedAt < since) continue;
            outcome.Examined++;
            try
            {
                Try(row, outcome, bytes);
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException)
            {
                outcome.Unreadable++;
            }
        }

        return outcome;
    }

    private void Try(StoredRow row, SliceOutcome outcome, CountedBytes bytes)
    {
        using var document = StoredDocument.Open(row.ContentMode, row.Headers, row.Body);
        var payload = PayloadRoot.Find(document.Data, type.Info);
        var byDraft = _draft?.Matches(payload) ?? false;
        var byPublished = _published?.Matches(payload) ?? false;

        // Written before anything is counted: an event that turns out unreadable only here counts as that alone.
        var draftBytes = byDraft ? Size(document, _draft!, bytes) : 0;
        var publishedBytes = !byPublished ? 0 : byDraft && _sameFields ? draftBytes : Size(document, _published!, bytes);
        outcome.DraftBytes += draftBytes;
        outcome.PublishedBytes += publishedBytes;

        if (byDraft && byPublished)
        {
            outcome.Both++;
        }
        else if (byDraft)
        {
            outcome.Gained++;
            List(outcome.GainedEvents, row, payload, _publishedInWords ?? _draftInWords!);
        }
        else if (byPublished)
        {
            outcome.Lost++;
            List(outcome.LostEvents, row, payload, _draftInWords);
        }
    }

    private long Size(StoredDocument document, CompiledSubscription subscription, CountedBytes bytes)
    {
        var before = bytes.Count;
        document.Write(bytes, subscription.Filter, type.Info);
        return bytes.Count - before;
    }

    private void List(List<HistoryEvent> list, StoredRow row, in PayloadRoot payload, CompiledSubscription? inWords)
    {
        if (list.Count == HistoryResult.MaxListed) return;
        var decision = new MatchDecision(false, null, "The draft is about another event type.", false);
        inWords?.Matches(payload, out decision);
        list.Add(new HistoryEvent(row.Seq, row.EventId, type.Name, row.Entity, row.ReceivedAt, decision.DecidedBy, decision.Reason));
    }

    private static CompiledSubscription? Compile(SubscriptionDefinition? definition)
    {
        if (definition is null) return null;
        return CompiledSubscription.Compile(definition, out var problems)
            ?? throw new FormatException(string.Join(" ", problems));
    }
}
