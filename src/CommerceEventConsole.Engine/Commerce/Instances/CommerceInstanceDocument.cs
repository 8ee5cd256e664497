using System.Text.Json;
using System.Text.Json.Serialization;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Commerce.Instances;

/// <summary>All instances as one document, a JSON array, of the table <c>Settings</c>: they are few, and change seldom.</summary>
internal static class CommerceInstanceDocument
{
    /// <summary>The setting's name.</summary>
    public const string Setting = "Commerce.Instances";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    /// <summary>Every instance, in no order.</summary>
    /// <exception cref="FormatException">The setting holds something that no version of the console wrote.</exception>
    public static async Task<List<CommerceInstance>> ReadAsync(ConsoleDbContext context, CancellationToken cancellationToken)
    {
        var text = await context.Settings.AsNoTracking().Where(s => s.Name == Setting).Select(s => s.Value).SingleOrDefaultAsync(cancellationToken);
        try
        {
            return text is null ? [] : JsonSerializer.Deserialize<List<CommerceInstance>>(text, Options) ?? [];
        }
        catch (JsonException e)
        {
            throw new FormatException($"The setting {Setting} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Puts the instances in place of what is stored, with the context's next save.</summary>
    public static async Task WriteAsync(ConsoleDbContext context, List<CommerceInstance> instances, CancellationToken cancellationToken)
    {
        var value = JsonSerializer.Serialize(instances, Options);
        if (await context.Settings.SingleOrDefaultAsync(s => s.Name == Setting, cancellationToken) is { } stored)
            stored.Value = value;
        else
            context.Settings.Add(new Setting { Name = Setting, Value = value });
    }
}
