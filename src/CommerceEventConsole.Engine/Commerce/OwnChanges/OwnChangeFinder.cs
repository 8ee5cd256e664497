using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using CommerceEventConsole.Engine.Catalogue;

namespace CommerceEventConsole.Engine.Commerce.OwnChanges;

/// <summary>An event tells of nothing but a change that the console made.</summary>
/// <param name="DestinationIds">The destinations from which the change came: it is not sent back to them.</param>
public sealed record OwnChangeMatch(ImmutableArray<int> DestinationIds)
{
    /// <summary>The destinations as they are stored, separated by commas.</summary>
    public static ImmutableArray<int> DestinationsOf(string? stored)
    {
        var found = ImmutableArray.CreateBuilder<int>();
        foreach (var part in (stored ?? "").Split(','))
        {
            if (int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
                found.Add(id);
        }

        return found.ToImmutable();
    }
}

/// <summary>Says whether an event that comes in is the echo of a change that the console made.</summary>
public interface IOwnChangeFinder
{
    /// <summary>Whether anything is remembered, here or on another node: without it no event needs to be looked at. Costs nothing.</summary>
    bool IsWatching { get; }

    /// <summary>Looks an event up; null for one that is no echo, or where the store cannot be asked: in doubt it is sent.</summary>
    /// <param name="type">What its type stands for.</param>
    /// <param name="data">CloudEvents <c>data</c>.</param>
    /// <param name="source">The slug of the source that it came by: of several shops it tells whose it is.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    ValueTask<OwnChangeMatch?> FindAsync(ResolvedEventType type, JsonElement data, string source, CancellationToken cancellationToken);
}

/// <summary>Remembers nothing: for an intake without Commerce.</summary>
internal sealed class NoOwnChanges : IOwnChangeFinder
{
    public bool IsWatching => false;

    public ValueTask<OwnChangeMatch?> FindAsync(ResolvedEventType type, JsonElement data, string source, CancellationToken cancellationToken) => ValueTask.FromResult<OwnChangeMatch?>(null);
}
