using System.Collections.Immutable;
using System.Text.Json;
using CommerceEventConsole.Engine.Setup;

namespace CommerceEventConsole.Engine.Destinations;

/// <summary>The further headers of a destination, as the store holds them: one encrypted JSON object.</summary>
internal static class StoredHeaders
{
    /// <summary>Decrypts them.</summary>
    /// <returns>False when they cannot be read; true with none where there are none.</returns>
    public static bool TryRead(ISecretProtector secrets, string? stored, out ImmutableArray<KeyValuePair<string, string>> headers)
    {
        headers = [];
        if (stored is null)
            return true;
        if (!secrets.TryUnprotect(SecretPurpose.DestinationHeaders, stored, out var json))
            return false;
        using var document = JsonDocument.Parse(json);
        headers = [.. document.RootElement.EnumerateObject().Select(p => KeyValuePair.Create(p.Name, p.Value.GetString() ?? ""))];
        return true;
    }

    /// <summary>The encrypted headers after a change; the very same text where they stay what they were.</summary>
    public static string? Next(ISecretProtector secrets, string? stored, IReadOnlyList<HeaderDraft>? draft)
    {
        if (draft is null)
            return stored;
        if (draft.Count == 0)
            return null;

        var readable = TryRead(secrets, stored, out var current);
        KeyValuePair<string, string>[] next =
            [.. draft.Select(h => KeyValuePair.Create(h.Name.Trim(), h.Value ?? Find(current, h.Name) ?? ""))];
        return stored is not null && readable && next.SequenceEqual(current)
            ? stored
            : secrets.Protect(SecretPurpose.DestinationHeaders, Write(next));
    }

    public static string? Find(ImmutableArray<KeyValuePair<string, string>> headers, string name) =>
        headers.FirstOrDefault(h => h.Key.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase)).Value;

    private static string Write(IEnumerable<KeyValuePair<string, string>> headers)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in headers)
                writer.WriteString(name, value);
            writer.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }
}
