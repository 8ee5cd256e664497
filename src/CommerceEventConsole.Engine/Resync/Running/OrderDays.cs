using System.Globalization;
using CommerceEventConsole.Engine.BackOffice;
using CommerceEventConsole.Engine.Resync.Comparing;
using CommerceEventConsole.Engine.Resync.Runs;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Resync.Running;

/// <summary>
/// Compares orders day by day: first by count and hash of what each side changed that day; where these agree, so does the day. Otherwise order
/// by order, and the other side is asked only for those orders that its day does not hold alike: a system may have dated an order otherwise.
/// </summary>
internal sealed class OrderDays(IOptions<ResyncOptions> options)
{
    // Behind the day stands the last order of it that was dealt with: a day with many differences is committed in several pieces.
    private const char Separator = '|';

    /// <summary>Whether both sides can say what a day changed.</summary>
    public static bool CanDo(ResyncSession session) => session.Plan.Kind == RecordKind.Order && session.Run.Since is not null
        && session.Here.CanReadChanges(RecordKind.Order) && session.There.CanReadChanges(RecordKind.Order);

    /// <summary>Compares a day, or the next piece of it.</summary>
    public async Task<bool> StepAsync(ResyncSession session, ResyncWork work, CancellationToken cancellationToken)
    {
        var run = session.Run;
        var (from, after) = Place(run);
        var to = EndOfDay(session, from);
        var place = to >= run.Until ? ResyncWork.AfterCompare(session) : new ResyncPlace(run.Phase, Write(to, null));
        var right = await DayAsync(session, session.Right, from, to, cancellationToken).ConfigureAwait(false);
        var other = await DayAsync(session, session.Other, from, to, cancellationToken).ConfigureAwait(false);
        var counts = session.Read(right.Read, other.Read) with { Compared = right.Digests.Count, Unreadable = right.Unreadable + other.Unreadable };
        if (right.IsWhole && other.IsWhole && right.Digests.Count == other.Digests.Count && right.Hash() == other.Hash())
            return await work.EndPageAsync(session, [], counts, place, cancellationToken).ConfigureAwait(false);

        var suspects = right.Digests.Where(d => other.Digests.GetValueOrDefault(d.Key) != d.Value).Select(d => d.Key)
            .Order(StringComparer.Ordinal).Where(k => after is null || string.CompareOrdinal(k, after) > 0).ToList();
        while (true)
        {
            List<string> piece = [.. suspects.Take(session.Plan.PageSize)], unreadable = [];
            suspects.RemoveRange(0, piece.Count);
            var here = await session.ReadAsync(session.Right, piece, unreadable, cancellationToken).ConfigureAwait(false);
            var there = await session.ReadAsync(session.Other, piece, unreadable, cancellationToken).ConfigureAwait(false);
            var findings = piece.Where(here.ContainsKey).Select(k => Finding.Of(session, here[k], there.GetValueOrDefault(k))).OfType<Finding>().ToList();
            // The day counts as read with its last piece: a piece that is done again after a crash counts its findings only.
            var isLast = suspects.Count == 0;
            var goesOn = await work.EndPageAsync(
                session,
                findings,
                isLast ? counts with { Unreadable = counts.Unreadable + unreadable.Count } : new ResyncCounts { Unreadable = unreadable.Count },
                isLast ? place : new ResyncPlace(run.Phase, Write(from, piece[^1])),
                cancellationToken).ConfigureAwait(false);
            if (isLast || !goesOn || session.IsSpent) return goesOn;
        }
    }

    private static (DateTimeOffset From, string? After) Place(ResyncRun run)
    {
        if (run.Position?.Split(Separator, 2) is not [var day, ..] parts) return (run.Since!.Value, null);
        return (DateTimeOffset.Parse(day, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind), parts.Length > 1 ? parts[1] : null);
    }

    private static string Write(DateTimeOffset day, string? after)
    {
        var text = day.ToString("O", CultureInfo.InvariantCulture);
        return after is null ? text : text + Separator + after;
    }

    // By the clock on the wall: where the clocks change a day has 23 or 25 hours.
    private static DateTimeOffset EndOfDay(ResyncSession session, DateTimeOffset from)
    {
        var zone = session.Plan.Zone;
        var midnight = TimeZoneInfo.ConvertTime(from, zone).Date.AddDays(1);
        while (zone.IsInvalidTime(midnight)) midnight = midnight.AddMinutes(1);
        var end = new DateTimeOffset(midnight, zone.GetUtcOffset(midnight)).ToUniversalTime();
        return end < session.Run.Until ? end : session.Run.Until;
    }

    private async Task<Day> DayAsync(ResyncSession session, IRecordSystem side, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        var day = new Day();
        string? position = null;
        do
        {
            var page = await side.ReadAsync(
                new RecordQuery(RecordKind.Order, session.Plan.PageSize) { ChangedSince = from, ChangedBefore = to, Position = position },
                cancellationToken).ConfigureAwait(false);
            day.Read += page.Records.Count;
            day.Unreadable += page.Unreadable.Count;
            foreach (var record in page.Records)
                day.Digests[record.Key] = StableHash.Of(RecordComparison.Digest(record, session.Rules));
            if (page.Next is null || page.Next == position) return day;
            position = page.Next;
        }
        while (side == session.Right || day.Digests.Count < options.Value.MaxOrdersOfDay);

        // The other side's day is too long to be held: what is missing of it is asked for by key.
        day.IsWhole = false;
        return day;
    }

    private sealed class Day
    {
        public Dictionary<string, UInt128> Digests { get; } = new(StringComparer.Ordinal);

        public long Read { get; set; }

        public int Unreadable { get; set; }

        public bool IsWhole { get; set; } = true;

        /// <summary>One hash of all, whatever their order.</summary>
        public UInt128 Hash() => Digests.Values.Aggregate(UInt128.Zero, (sum, hash) => sum + hash);
    }
}
