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
            return JsonSerializer.Deserialize<T>(text, Options) ?? throw new FormatException("There is nothing in it.");
        }
        catch (JsonException e)
        {
            var message = e.Message.Split(" Path: ")[0].Split(" LineNumber: ")[0];
            var at = e.LineNumber is { } line ? $"Line {line + 1}{(string.IsNullOrEmpty(e.Path) || e.Path == "$" ? "" : $", at {e.Path.TrimStart('$', '.')}")}: " : "";
            throw new FormatException(at + message, e);
        }
    }

    internal static IReadOnlyDictionary<SystemSecret, string> ReadSecrets(string? text) => text is null
        ? new Dictionary<SystemSecret, string>()
        : JsonSerializer.Deserialize<Dictionary<SystemSecret, string>>(text, Options) ?? [];

    internal static string? WriteSecrets(IReadOnlyDictionary<SystemSecret, string> secrets) =>
        secrets.Count == 0 ? null : JsonSerializer.Serialize(secrets, Options);
}
