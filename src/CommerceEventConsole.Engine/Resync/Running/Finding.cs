using CommerceEventConsole.Engine.BackOffice;
using CommerceEventConsole.Engine.Resync.Comparing;
using CommerceEventConsole.Engine.Resync.Definitions;
using CommerceEventConsole.Engine.Resync.Runs;

namespace CommerceEventConsole.Engine.Resync.Running;

/// <summary>A record on which the two sides do not agree.</summary>
/// <param name="Record">As the side says that has it, or is right.</param>
/// <param name="Rows">What is listed of it: a row for each field, or one for the whole record.</param>
internal sealed record Finding(SystemRecord Record, IReadOnlyList<ResyncDifference> Rows)
{
    private const int FieldsShown = 3;

    public string Key => Record.Key;

    public ResyncAction Action => Rows[0].Action;

    /// <summary>Whether one side lacks it.</summary>
    public bool IsLacking => Rows[0].Field.Length == 0;

    /// <summary>Whether only the side has it that is not right.</summary>
    public bool IsExtra { get; private init; }

    /// <summary>What is to be said of a record of the right side; null where both agree.</summary>
    public static Finding? Of(ResyncSession session, SystemRecord right, SystemRecord? other)
    {
        if (other is null)
        {
            var action = session.Plan.CreatesMissing ? ResyncAction.Create : ResyncAction.Tell;
            return new Finding(right, [Row(session, right, "", Summary(session, right), null, action)]);
        }

        var fields = RecordComparison.Compare(right, other, session.Rules);
        return fields.Count == 0 ? null
            : new Finding(right, [.. fields.Select(f => Row(session, right, f.Field, f.Right, f.Other, ResyncAction.Update))]);
    }

    /// <summary>What is to be said of a record that the right side lacks: it is only told, nothing is ever deleted.</summary>
    public static Finding OfExtra(ResyncSession session, SystemRecord other) =>
        new(other, [Row(session, other, "", null, Summary(session, other), ResyncAction.Tell)]) { IsExtra = true };

    /// <summary>Has it say what becomes of it.</summary>
    public void Settle(ResyncOutcome outcome, string? error = null, long? eventSeq = null)
    {
        foreach (var row in Rows)
        {
            row.Outcome = outcome;
            row.Error = ShortText.Cut(error, ResyncDifference.MaxText);
            row.EventSeq = eventSeq ?? row.EventSeq;
        }
    }

    /// <summary>Has it say what is done about it.</summary>
    public void Act(ResyncAction action)
    {
        foreach (var row in Rows)
            row.Action = action;
    }

    private static ResyncDifference Row(
        ResyncSession session, SystemRecord record, string field, string? right, string? other, ResyncAction action)
    {
        var toCommerce = session.Plan.Direction == ResyncDirection.ToCommerce;
        return new ResyncDifference
        {
            RunId = session.Run.Id,
            Key = record.Key,
            Field = field,
            Here = toCommerce ? other : right,
            There = toCommerce ? right : other,
            Action = action,
            Outcome = ResyncOutcome.Found,
        };
    }

    private static string Summary(ResyncSession session, SystemRecord record)
    {
        var fields = session.Rules.Take(FieldsShown).Select(r => (r.Path, Text: RecordComparison.Text(record.Fields[r.Path])))
            .Where(f => f.Text is not null).Select(f => $"{f.Path} {f.Text}");
        var text = string.Join(", ", fields);
        return text.Length == 0 ? "there" : ShortText.Cut(text, ResyncDifference.MaxText);
    }
}
