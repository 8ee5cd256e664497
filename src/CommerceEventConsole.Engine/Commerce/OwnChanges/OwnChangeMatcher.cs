using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Events;

namespace CommerceEventConsole.Engine.Commerce.OwnChanges;

/// <summary>
/// Whether an event only tells of what the console wrote. Every written field that the event carries has the written value, at least one is
/// there; and nothing else differs from the event before, nor from what Commerce says was there before (<c>_origData</c>), but what follows
/// from the write. In doubt it is somebody's change, and is sent.
/// </summary>
internal static class OwnChangeMatcher
{
    private const int Cents = 2;
    private const string Histories = "status_histories";
    private static readonly WrittenPath Comments = WrittenPath.Parse(Histories + "[].comment");
    private static readonly WrittenPath EntryComment = WrittenPath.Parse("comment");
    private static readonly WrittenPath ParcelNumber = WrittenPath.Parse("track_number");
    private static readonly WrittenPath ParcelNumbers = WrittenPath.Parse("tracks[].track_number");
    private static readonly WrittenPath ItemIds = WrittenPath.Parse("items[].order_item_id");

    /// <summary>Decides.</summary>
    /// <param name="kind">What the event is about.</param>
    /// <param name="written">The write.</param>
    /// <param name="entity">The entity in the event.</param>
    /// <param name="before">The entity in the event before; undefined where there is none.</param>
    /// <param name="onlyShared">Whether the event before is of another type, which may carry other fields.</param>
    public static bool IsOwn(
        EntityKind kind, ImmutableArray<WrittenField> written, JsonElement entity, JsonElement before, bool onlyShared) =>
        HasWritten(kind, written, entity)
        && (!AreOneRecord(before, entity) || IsOnlyOurs(kind, written, before, entity, onlyShared))
        && (!SafeJson.TryGetProperty(entity, "_origData"u8, out var original) || IsOnlyOurs(kind, written, original, entity, onlyShared: true));

    private static bool HasWritten(EntityKind kind, ImmutableArray<WrittenField> written, JsonElement entity)
    {
        if (HasPartsOfOthers(kind, written, entity))
            return false;
        var seen = false;
        foreach (var field in written.GroupBy(f => f.Path.Text, StringComparer.Ordinal))
        {
            var values = field.First().Path.Find(entity);
            if (values.Count == 0 && EventNames.SecondOf(kind, field.Key) is { } second)
                values = WrittenPath.Parse(second).Find(entity);
            if (values.Count == 0)
                continue;

            // Entries of an order stay and grow more; a shipment has the parcels that it was made with.
            bool IsWritten(JsonElement value) => field.Any(f => f.Fingerprint == CanonicalValue.Fingerprint(field.Key, value));
            if (kind == EntityKind.Order ? !values.Exists(IsWritten) : !values.TrueForAll(IsWritten))
                return false;
            seen = true;
        }

        return seen;
    }

    // Items and parcels beyond those that were written, an entry in an order's history where none was: somebody else made them.
    private static bool HasPartsOfOthers(EntityKind kind, ImmutableArray<WrittenField> written, JsonElement entity)
    {
        bool IsWritten(string path) => written.Any(f => f.Path.Text.StartsWith(path, StringComparison.Ordinal));
        if (kind == EntityKind.Order)
            return !IsWritten(Comments.Text) && EntryComment.Find(entity).Exists(c => CanonicalValue.Of(c).Length > 0);
        if (kind == EntityKind.Shipment && !IsWritten("tracks[]") && (ParcelNumber.Find(entity).Count > 0 || ParcelNumbers.Find(entity).Count > 0))
            return true;
        const string items = "items[order_item_id=";
        return kind is EntityKind.Shipment or EntityKind.Invoice or EntityKind.CreditMemo && IsWritten(items)
            && ItemIds.Find(entity).Exists(id => !IsWritten($"{items}{CanonicalValue.Of(id)}]"));
    }

    // An entry of an order's history is an event about the order, too, but a record with an id and fields of its own: its status is the
    // order's, its time is when it was made.
    private static bool AreOneRecord(JsonElement before, JsonElement after)
    {
        var hasEarlier = SafeJson.TryGetProperty(before, "entity_id"u8, out var earlier);
        var hasLater = SafeJson.TryGetProperty(after, "entity_id"u8, out var later);
        if (hasEarlier && hasLater)
            return CanonicalValue.Of(earlier) == CanonicalValue.Of(later);
        return IsPartOfOrder(before) == IsPartOfOrder(after);
    }

    private static bool IsPartOfOrder(JsonElement entity) =>
        SafeJson.TryGetProperty(entity, "parent_id"u8, out _) && !SafeJson.TryGetProperty(entity, "increment_id"u8, out _);

    private static bool IsOnlyOurs(
        EntityKind kind, ImmutableArray<WrittenField> written, JsonElement before, JsonElement after, bool onlyShared)
    {
        // A new entity has an empty list in place of its values before.
        if (before.ValueKind != JsonValueKind.Object || before.GetPropertyCount() == 0)
            return true;
        foreach (var change in PayloadDiff.Compare(before, after, onlyShared))
        {
            if (change.IsMinor || IsRounding(change) || written.Any(f => f.Path.Covers(change.Path)))
                continue;
            if (change.Path.StartsWith(Histories, StringComparison.Ordinal))
            {
                if (!AreCommentsOurs(written, before, after))
                    return false;
                continue;
            }

            var plain = string.Join('.', WrittenPath.Split(change.Path).Select(part => part.Split('[')[0]));
            if (!written.Any(f => IsSecond(kind, f, plain) || EventNames.Follows(kind, f.Path.Plain, plain, change.After)))
                return false;
        }

        return true;
    }

    // The first event of an order has amounts as they were calculated, to the cent; later ones as the database keeps them (spec 6.2).
    private static bool IsRounding(in FieldChange change)
    {
        if (!TryNumber(change.Before, out var rough) || !TryNumber(change.After, out var fine))
            return false;
        if (rough.Scale > fine.Scale)
            (rough, fine) = (fine, rough);
        var places = Math.Max(Cents, (int)rough.Scale);
        return fine.Scale > places
            && (decimal.Round(fine, places, MidpointRounding.AwayFromZero) == rough || decimal.Round(fine, places, MidpointRounding.ToEven) == rough);
    }

    // Without zeros at its end: "12.3000" has one place.
    private static bool TryNumber(string? text, out decimal number)
    {
        var isNumber = decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
        number /= 1.0000000000000000000000000000m;
        return isNumber;
    }

    private static bool IsSecond(EntityKind kind, WrittenField field, string changed) => EventNames.SecondOf(kind, field.Path.Text) == changed;

    // Commerce may add an entry without words beside ours; words of somebody else are theirs.
    private static bool AreCommentsOurs(ImmutableArray<WrittenField> written, JsonElement before, JsonElement after)
    {
        var known = Comments.Find(before).Select(CanonicalValue.Of).ToHashSet(StringComparer.Ordinal);
        return Comments.Find(after)
            .Where(comment => CanonicalValue.Of(comment) is { Length: > 0 } text && !known.Contains(text))
            .All(comment => written.Any(f => f.Path.Text == Comments.Text && f.Fingerprint == CanonicalValue.Fingerprint(Comments.Text, comment)));
    }
}
