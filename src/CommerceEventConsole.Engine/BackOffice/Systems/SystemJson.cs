using System.Collections;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CommerceEventConsole.Engine.BackOffice.Systems;

/// <summary>How the configuration of systems is written: readable, with enumerations in words; a name that nobody knows is an error, since it is a typing mistake.</summary>
public static class SystemJson
{
    internal static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        NumberHandling = JsonNumberHandling.Strict,
        MaxDepth = 32,
        RespectNullableAnnotations = true,
    };

    private static readonly JsonSerializerOptions Indented = new(Options) { WriteIndented = true };

    /// <summary>Writes for people.</summary>
    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Indented);

    /// <summary>Reads; what is wrong is said as a sentence with the line that it stands in.</summary>
    /// <exception cref="FormatException">It cannot be read.</exception>
    public static T Read<T>(string text)
        where T : class
    {
        try
        {
            var read = JsonSerializer.Deserialize<T>(text, Options) ?? throw new FormatException("There is nothing in it.");
            if (read is IDictionary byName && byName.Keys.Cast<object>().FirstOrDefault(k => byName[k] is null) is { } empty)
                throw new FormatException($"There is nothing in {empty}. Describe it, or take it out.");
            return read;
        }
        catch (JsonException e)
        {
            var message = e.Message.Split(" Path: ")[0].Split(" LineNumber: ")[0];
            var at = e.LineNumber is { } line ? $"Line {line + 1}{(string.IsNullOrEmpty(e.Path) || e.Path == "$" ? "" : $", at {e.Path.TrimStart('$', '.')}")}: " : "";
            throw new FormatException(at + message, e);
        }
    }

    // Where the column holds what nobody can read, the secrets have to be entered again; the system can still be changed and deleted.
    internal static IReadOnlyDictionary<SystemSecret, string> ReadSecrets(string? text)
    {
        try
        {
            return text is null ? new Dictionary<SystemSecret, string>() : JsonSerializer.Deserialize<Dictionary<SystemSecret, string>>(text, Options) ?? [];
        }
        catch (JsonException)
        {
            return new Dictionary<SystemSecret, string>();
        }
    }

    internal static string? WriteSecrets(IReadOnlyDictionary<SystemSecret, string> secrets) =>
        secrets.Count == 0 ? null : JsonSerializer.Serialize(secrets, Options);
}
