using System.Globalization;
using System.Text.Json;
using CommerceEventConsole.Engine.Audit;
using CommerceEventConsole.Engine.Destinations;
using CommerceEventConsole.Engine.Routing;
using CommerceEventConsole.Engine.Setup;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Deliveries.Edits;

/// <summary>Edits what a delivery sends: body and further headers of one that failed, was dismissed or superseded.</summary>
public sealed class DeliveryEditor
{
    private const string SentElsewise = "This delivery has moved on since: look at it again before you edit it.";

    private readonly IDbContextFactory<ConsoleDbContext> _store;
    private readonly SentContent _content;
    private readonly IRouting _routing;
    private readonly DeliverySignals _signals;
    private readonly TimeProvider _time;

    internal DeliveryEditor(
        IDbContextFactory<ConsoleDbContext> store, SentContent content, IRouting routing, DeliverySignals signals, TimeProvider time)
    {
        _store = store;
        _content = content;
        _routing = routing;
        _signals = signals;
        _time = time;
    }

    /// <summary>Whether deliveries in a state can be edited; one that was edited already cannot: then its edit is.</summary>
    public static bool IsEditable(DeliveryState state) => state is DeliveryState.Failed or DeliveryState.Dismissed or DeliveryState.Superseded;

    /// <summary>Reads a delivery for an editor.</summary>
    /// <returns><see cref="ChangeOutcome.Unchanged"/> with the delivery, or why it cannot be edited.</returns>
    public async Task<ChangeResult<EditableDelivery>> OpenAsync(long deliveryId, CancellationToken cancellationToken)
    {
        var (_, _, result) = await ReadAsync(deliveryId, cancellationToken).ConfigureAwait(false);
        return result;
    }

    /// <summary>What a draft comes to: its problems, and how it differs from what was sent. Nothing is stored.</summary>
    public static EditCheck Check(EditableDelivery original, DeliveryEditDraft draft)
    {
        var problems = EditRules.Check(original, draft, out var body);
        return new EditCheck(
            problems,
            body.Length == 0 ? [] : LineDiff.Compare(original.Body, JsonLines.Indent(body)),
            EditedHeaders.Changes(original.Headers, draft.Headers));
    }

    /// <summary>
    /// Makes the edited delivery, due at once, and supersedes the original: both or neither, with an audit entry that names the headers
    /// that differ, but no values.
    /// </summary>
    /// <returns>The edited delivery, or what is wrong.</returns>
    public async Task<ChangeResult<Delivery>> SaveAsync(long deliveryId, DeliveryEditDraft draft, string who, CancellationToken cancellationToken)
    {
        var (original, sent, read) = await ReadAsync(deliveryId, cancellationToken).ConfigureAwait(false);
        if (original is null || read.Value is not { } shown)
            return new ChangeResult<Delivery>(read.Outcome, null, read.Problems);
        var problems = EditRules.Check(shown, draft, out var body);
        if (problems.Count > 0)
            return ChangeResult<Delivery>.Invalid(problems);

        var changes = EditedHeaders.Changes(shown.Headers, draft.Headers);
        var isBodyChanged = !body.AsSpan().SequenceEqual(JsonLines.Compact(sent));
        var edit = new DeliveryEdit
        {
            OriginalId = deliveryId,
            Body = isBodyChanged ? body : sent,
            Headers = EditedHeaders.Write(changes, c => c.After),
            HeadersBefore = EditedHeaders.Write(changes, c => c.Before),
            EditedBy = who,
            EditedAt = _time.Now(),
            Reason = draft.Reason.Trim(),
        };
        var made = await MakeAsync(original, edit, isBodyChanged, [.. changes.Select(c => c.Name)], cancellationToken).ConfigureAwait(false);
        if (made is null)
            return new ChangeResult<Delivery>(ChangeOutcome.Conflict, null, [new("", SentElsewise)]);
        _signals.RaiseDue(made.DestinationId);
        return ChangeResult<Delivery>.Changed(made);
    }

    /// <summary>An edited delivery beside the one that it was made from; null where there is no such edit, or no longer what it takes.</summary>
    public async Task<EditComparison?> CompareAsync(long editedDeliveryId, CancellationToken cancellationToken)
    {
        await using var context = await _store.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var edit = await context.DeliveryEdits.AsNoTracking().FirstOrDefaultAsync(e => e.DeliveryId == editedDeliveryId, cancellationToken)
            .ConfigureAwait(false);
        if (edit is null || await FindAsync(context, edit.OriginalId ?? editedDeliveryId, cancellationToken).ConfigureAwait(false) is not { } row)
            return null;

        // What was edited for another destination stands beside what its event would have made there.
        var before = edit.OriginalId is null
            ? await _content.MakeAsync(context, row, row.RevisionId, cancellationToken).ConfigureAwait(false)
            : await _content.ReadAsync(context, row, cancellationToken).ConfigureAwait(false);
        return before is not null
            ? new EditComparison(
                LineDiff.Compare(JsonLines.Indent(before), JsonLines.Indent(edit.Body)), EditedHeaders.Read(edit.HeadersBefore, edit.Headers))
            : null;
    }

    private static Task<Delivery?> FindAsync(ConsoleDbContext context, long id, CancellationToken cancellationToken) =>
        context.Deliveries.AsNoTracking().FirstOrDefaultAsync(d => d.Id == id, cancellationToken);

    private async Task<(Delivery? Row, byte[] Sent, ChangeResult<EditableDelivery> Result)> ReadAsync(long id, CancellationToken cancellationToken)
    {
        await using var context = await _store.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        if (await FindAsync(context, id, cancellationToken).ConfigureAwait(false) is not { } row)
            return (null, [], ChangeResult<EditableDelivery>.NotFound());
        if (!IsEditable(row.State))
            return (row, [], No("Only a delivery that failed, was dismissed or superseded can be edited; this one is " + row.State.ToString().ToLowerInvariant() + "."));
        if (await context.DeliveryEdits.AnyAsync(e => e.OriginalId == id, cancellationToken).ConfigureAwait(false))
            return (row, [], No("This delivery was edited already: edit the edited one."));
        if (!_routing.Current.Destinations.TryGetValue(row.DestinationId, out var destination))
            return (row, [], No("Its destination is not there any more."));
        if (await _content.ReadAsync(context, row, cancellationToken).ConfigureAwait(false) is not { } body)
            return (row, [], No("What it sent cannot be made again: the event or the subscription's revision is gone or cannot be read."));
        if (body.Length > EditRules.MaxBodyBytes)
            return (row, [], No($"Its body is larger than the {EditRules.MaxBodyBytes / 1024 / 1024} MB that can be edited."));

        var changed = await context.DeliveryEdits.Where(e => e.DeliveryId == id).Select(e => e.Headers)
            .FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        var headers = EditedHeaders.Apply(destination, changed).ToLookup(h => EditedHeaders.IsHidden(destination, h.Key, h.Value));
        return (row, body, ChangeResult<EditableDelivery>.Unchanged(new EditableDelivery(
            id,
            destination.Name,
            row.State,
            JsonLines.Indent(body),
            [.. headers[false].Select(h => new HeaderDraft(h.Key, h.Value))],
            [.. headers[true].Select(h => h.Key)])));

        static ChangeResult<EditableDelivery> No(string why) => ChangeResult<EditableDelivery>.Invalid([new("", why)]);
    }

    /// <summary>The edited delivery; null where the original is no longer what it was.</summary>
    internal async Task<Delivery?> MakeAsync(
        Delivery original, DeliveryEdit edit, bool isBodyChanged, string[] headers, CancellationToken cancellationToken)
    {
        await using var outer = await _store.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await outer.Database.CreateExecutionStrategy()
            .ExecuteAsync(token => MakeOnceAsync(original, edit, isBodyChanged, headers, token), cancellationToken).ConfigureAwait(false);
    }

    private async Task<Delivery?> MakeOnceAsync(
        Delivery original, DeliveryEdit edit, bool isBodyChanged, string[] headers, CancellationToken cancellationToken)
    {
        await using var context = await _store.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);

        // The counter first, as every commit takes it.
        var counter = context.Counters.Where(c => c.Name == Counter.DeliveryId);
        await counter.ExecuteUpdateAsync(set => set.SetProperty(c => c.Value, c => c.Value + 1), cancellationToken).ConfigureAwait(false);
        var id = await counter.Select(c => c.Value).SingleAsync(cancellationToken).ConfigureAwait(false);
        var taken = await context.Deliveries
            .Where(d => d.Id == original.Id && d.State == original.State && !context.DeliveryEdits.Any(e => e.OriginalId == d.Id))
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(d => d.State, DeliveryState.Superseded)
                    .SetProperty(d => d.Edits, d => d.Edits | EditMarks.IsReplaced)
                    .SetProperty(d => d.UpdatedAt, edit.EditedAt),
                cancellationToken)
            .ConfigureAwait(false);
        if (taken == 0)
            return null;

        var made = Edited(original, id, edit.EditedAt);
        context.Deliveries.Add(made);
        context.DeliveryEdits.Add(Copy(edit, id));
        context.AuditEntries.Add(new AuditEntry
        {
            At = edit.EditedAt,
            Who = edit.EditedBy,
            Action = "delivery.edited",
            Subject = string.Create(CultureInfo.InvariantCulture, $"delivery {original.Id}"),
            Before = JsonSerializer.Serialize(new { delivery = original.Id, state = original.State.ToString() }),
            After = JsonSerializer.Serialize(new { delivery = id, body = isBodyChanged ? "changed" : "as before", headers, reason = edit.Reason }),
        });
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return made;
    }

    // The same place in the order of its entity: its event and key are the original's.
    private Delivery Edited(Delivery original, long id, DateTimeOffset at) => new()
    {
        Id = id,
        EventSeq = original.EventSeq,
        RouteId = original.RouteId,
        DestinationId = original.DestinationId,
        RevisionId = original.RevisionId,
        OrderKey = original.OrderKey,
        State = _routing.Current.Destinations.TryGetValue(original.DestinationId, out var d) && d.State == DestinationState.Active
            ? DeliveryState.Pending
            : DeliveryState.Held,
        Edits = EditMarks.IsEdited,
        DueAt = at,
        CreatedAt = at,
        UpdatedAt = at,
    };

    // Anew for each try: what a failed one tracked is not added twice.
    private static DeliveryEdit Copy(DeliveryEdit edit, long id) => new()
    {
        DeliveryId = id,
        OriginalId = edit.OriginalId,
        Body = edit.Body,
        Headers = edit.Headers,
        HeadersBefore = edit.HeadersBefore,
        EditedBy = edit.EditedBy,
        EditedAt = edit.EditedAt,
        Reason = edit.Reason,
    };
}
