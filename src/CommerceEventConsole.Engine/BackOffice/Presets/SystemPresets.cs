using System.Text.Json.Nodes;
using CommerceEventConsole.Engine.BackOffice.Systems;

namespace CommerceEventConsole.Engine.BackOffice.Presets;

/// <summary>A configuration to begin with.</summary>
/// <param name="Id">Its file's name, e.g. <c>sap-s4hana</c>.</param>
/// <param name="Title">The system.</param>
/// <param name="Description">What it covers, and whether it was tried against the real system.</param>
/// <param name="Connector">By what means the system is talked to.</param>
/// <param name="Connection">JSON of the connection.</param>
/// <param name="Records">JSON of what is exchanged.</param>
public sealed record SystemPreset(string Id, string Title, string Description, SystemConnector Connector, string Connection, string Records);

/// <summary>The presets that come with the console: a file each in this folder.</summary>
public static class SystemPresets
{
    private const string Prefix = "BackOffice/";

    private static readonly Lazy<IReadOnlyList<SystemPreset>> Loaded = new(Load);

    /// <summary>All, by title.</summary>
    public static IReadOnlyList<SystemPreset> All => Loaded.Value;

    private static IReadOnlyList<SystemPreset> Load()
    {
        var assembly = typeof(SystemPresets).Assembly;
        return
        [
            .. assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal))
                .Select(name =>
                {
                    using var stream = assembly.GetManifestResourceStream(name)!;
                    using var reader = new StreamReader(stream);
                    var file = SystemJson.Read<PresetFile>(reader.ReadToEnd());
                    return new SystemPreset(
                        Path.GetFileNameWithoutExtension(name[Prefix.Length..]),
                        file.Title,
                        file.Description,
                        file.Connector,
                        SystemJson.Write(file.Connection),
                        SystemJson.Write(file.Records));
                })
                .OrderBy(p => p.Title, StringComparer.Ordinal),
        ];
    }

    private sealed record PresetFile(string Title, string Description, SystemConnector Connector, JsonObject Connection, JsonObject Records);
}
