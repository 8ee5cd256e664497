using System.Text.Json;
using System.Text.Json.Serialization;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Commerce.Instances;

/// <summary>All instances as one document of the table <c>Settings</c>: they are few, and change seldom.</summary>
internal sealed class CommerceInstanceDocument
{
    /// <summary>The setting's name.</summary>
    public const string Setting = "Commerce.Instances";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    /// <summary>The id that the next new one gets: an id is never given twice.</summary>
    public int NextId { get; set; } = 1;

    public List<CommerceInstance> Instances { get; set; } = [];

    public static async Task<CommerceInstanceDocument> ReadAsync(ConsoleDbContext context, CancellationToken cancellationToken)
    {
        var text = await context.Settings.AsNoTracking().Where(s => s.Name == Setting).Select(s => s.Value).SingleOrDefaultAsync(cancellationToken);
        return Parse(text);
    }

    /// <summary>Puts the document in place of what is stored, with the context's next save.</summary>
    public async Task WriteAsync(ConsoleDbContext context, CancellationToken cancellationToken)
    {
        var value = JsonSerializer.Serialize(this, Options);
        if (await context.Settings.SingleOrDefaultAsync(s => s.Name == Setting, cancellationToken) is { } stored)
            stored.Value = value;
        else
            context.Settings.Add(new Setting { Name = Setting, Value = value });
    }

    private static CommerceInstanceDocument Parse(string? text)
    {
        try
        {
            return text is null ? new() : JsonSerializer.Deserialize<CommerceInstanceDocument>(text, Options) ?? new();
        }
        catch (JsonException e)
        {
            throw new FormatException($"The setting {Setting} cannot be read: {e.Message}", e);
        }
    }
}
