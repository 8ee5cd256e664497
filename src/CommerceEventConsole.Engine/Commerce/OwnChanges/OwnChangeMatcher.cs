using System.Collections.Immutable;
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
    private const string Histories = "status_histories";
    private static readonly WrittenPath Comments = WrittenPath.Parse(Histories + "[].comment");

    /// <summary>Decides.</summary>
    /// <param name="kind">What the event is about.</param>
    /// <param name="written">The write.</param>
    /// <param name="entity">The entity in the event.</param>
    /// <param name="before">The entity in the event before; undefined where there is none.</param>
    /// <param name="onlyShared">Whether the event before is of another type, which may carry other fields.</param>
    public static bool IsOwn(
        EntityKind kind, ImmutableArray<WrittenField> written, JsonElement entity, JsonElement before, bool onlyShared) =>
        HasWritten(kind, written, entity)
        && IsOnlyOurs(kind, written, before, entity, onlyShared)
        && (!SafeJson.TryGetProperty(entity, "_origData"u8, out var original) || IsOnlyOurs(kind, written, original, entity, onlyShared: true));

    private static bool HasWritten(EntityKind kind, ImmutableArray<WrittenField> written, JsonElement entity)
    {
        var seen = false;
        foreach (var field in written)
        {
            var values = field.Path.Find(entity);
            if (values.Count == 0 && EventNames.SecondOf(kind, field.Path.Text) is { } second)
                values = WrittenPath.Parse(second).Find(entity);
            if (values.Count == 0)
                continue;
            if (!values.Exists(v => CanonicalValue.Fingerprint(field.Path.Text, v) == field.Fingerprint))
                return false;
            seen = true;
        }

        return seen;
    }

    private static bool IsOnlyOurs(
        EntityKind kind, ImmutableArray<WrittenField> written, JsonElement before, JsonElement after, bool onlyShared)
    {
        // A new entity has an empty list in place of its values before.
        if (before.ValueKind != JsonValueKind.Object || before.GetPropertyCount() == 0)
            return true;
        foreach (var change in PayloadDiff.Compare(before, after, onlyShared))
        {
            if (change.IsMinor || written.Any(f => f.Path.Covers(change.Path)))
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
