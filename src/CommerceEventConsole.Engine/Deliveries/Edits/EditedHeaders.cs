using System.Collections.Immutable;
using System.Text.Json;
using CommerceEventConsole.Engine.Deliveries.Outbound;
using CommerceEventConsole.Engine.Destinations;
using CommerceEventConsole.Engine.Routing;

namespace CommerceEventConsole.Engine.Deliveries.Edits;

/// <summary>The headers of an edit: what may be changed, what was, and how that is kept and sent.</summary>
internal static class EditedHeaders
{
    /// <summary>Whether a header of a destination holds a credential, by its name or by its value: neither shown nor changed by an edit.</summary>
    public static bool IsHidden(DestinationConfiguration destination, string name, string value) =>
        CredentialMask.IsTelling(name) || !string.Equals(CredentialMask.Text(value, destination), value, StringComparison.Ordinal);

    /// <summary>How a draft's headers differ from those that were shown.</summary>
    public static ImmutableArray<HeaderChange> Changes(IReadOnlyList<HeaderDraft> before, IReadOnlyList<HeaderDraft> after)
    {
        var changes = ImmutableArray.CreateBuilder<HeaderChange>();
        foreach (var header in before)
        {
            var now = Find(after, header.Name)?.Value;
            if (!string.Equals(now, header.Value, StringComparison.Ordinal))
                changes.Add(new HeaderChange(header.Name, header.Value, now));
        }

        foreach (var header in after)
        {
            if (Find(before, header.Name) is null)
                changes.Add(new HeaderChange(header.Name.Trim(), null, header.Value));
        }

        return changes.ToImmutable();
    }

    /// <summary>As stored; null where there is nothing to store.</summary>
    public static string? Write(ImmutableArray<HeaderChange> changes, Func<HeaderChange, string?> value) => changes.IsEmpty
        ? null
        : JsonSerializer.Serialize(changes.ToDictionary(c => c.Name, value, StringComparer.OrdinalIgnoreCase));

    /// <summary>The reverse of <see cref="Write"/>.</summary>
    public static ImmutableArray<HeaderChange> Read(string? before, string? after)
    {
        var (earlier, later) = (Parse(before), Parse(after));
        return [.. later.Select(h => new HeaderChange(h.Key, earlier.GetValueOrDefault(h.Key), h.Value))];
    }

    /// <summary>The headers that a delivery is sent with: its destination's as they are now, but for what was changed.</summary>
    public static ImmutableArray<KeyValuePair<string, string>> Apply(DestinationConfiguration destination, string? changes)
    {
        if (changes is null)
            return destination.Headers;
        var changed = Parse(changes);
        var headers = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        foreach (var header in destination.Headers)
        {
            // The destination may have made a credential of it since.
            if (!changed.ContainsKey(header.Key) || IsHidden(destination, header.Key, header.Value))
                headers.Add(header);
        }

        foreach (var (name, value) in changed)
        {
            if (value is not null && !headers.Any(h => h.Key.Equals(name, StringComparison.OrdinalIgnoreCase)))
                headers.Add(new(name, value));
        }

        return headers.ToImmutable();
    }

    private static HeaderDraft? Find(IReadOnlyList<HeaderDraft> headers, string name) =>
        headers.FirstOrDefault(h => h.Name.Trim().Equals(name.Trim(), StringComparison.OrdinalIgnoreCase));

    private static Dictionary<string, string?> Parse(string? json)
    {
        var headers = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in json is null ? [] : JsonSerializer.Deserialize<Dictionary<string, string?>>(json)!)
            headers[name] = value;
        return headers;
    }
}
