using System.Text.Json;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.BackOffice.Exports;

/// <summary>How far an export has come.</summary>
/// <param name="After">Everything up to this Seq or id was looked at.</param>
/// <param name="Files">Files made so far; the next one bears the next number.</param>
/// <param name="Open">Ids of deliveries that were looked at before they had ended.</param>
internal sealed record ExportState(long After, long Files, IReadOnlyList<long> Open)
{
    public static ExportState Start { get; } = new(0, 0, []);
}

/// <summary>Keeps how far exports have come, in the table <c>Settings</c>.</summary>
internal sealed class ExportStates(IDbContextFactory<ConsoleDbContext> factory)
{
    /// <summary>How far an export has come, and the text by which <see cref="SaveAsync"/> knows it again.</summary>
    /// <exception cref="FormatException">The setting holds something that no version of the console wrote.</exception>
    public async Task<(ExportState State, string? Text)> ReadAsync(string export, CancellationToken cancellationToken)
    {
        var name = NameOf(export);
        await using var context = await factory.CreateDbContextAsync(cancellationToken);
        var text = await context.Settings.AsNoTracking().Where(s => s.Name == name).Select(s => s.Value).SingleOrDefaultAsync(cancellationToken);
        try
        {
            return (text is null ? ExportState.Start : JsonSerializer.Deserialize<ExportState>(text) ?? ExportState.Start, text);
        }
        catch (JsonException e)
        {
            throw new FormatException($"The setting {name} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Keeps how far an export has come, unless another node has moved it on since it was read as <paramref name="seen"/>.</summary>
    public async Task<bool> SaveAsync(string export, ExportState state, string? seen, CancellationToken cancellationToken)
    {
        var name = NameOf(export);
        var text = JsonSerializer.Serialize(state);
        await using var context = await factory.CreateDbContextAsync(cancellationToken);
        if (seen is not null)
            return await context.Settings.Where(s => s.Name == name && s.Value == seen).ExecuteUpdateAsync(set => set.SetProperty(s => s.Value, text), cancellationToken) > 0;
        context.Settings.Add(new Setting { Name = name, Value = text });
        await context.SaveChangesAsync(cancellationToken);
        return true;
    }

    private static string NameOf(string export) => $"Export.{export.ToLowerInvariant()}";
}
