using System.Globalization;
using System.Text;
using CommerceEventConsole.Engine.Access;
using CommerceEventConsole.Engine.Subscriptions.Formats;
using CommerceEventConsole.Engine.Subscriptions.Formats.Export;

namespace CommerceEventConsole.Endpoints;

/// <summary>Subscriptions as files to download.</summary>
internal static class SubscriptionExportEndpoints
{
    public const string Xml = "/subscriptions/export/io_events.xml";
    public const string Set = "/subscriptions/export/subscriptions.json";

    // As many as the console holds, each with its comma.
    private const int MaxIds = 1_000;

    public static void MapSubscriptionExport(this WebApplication app)
    {
        app.MapGet(Xml, (SubscriptionExport export, CancellationToken token, string? ids = null, bool ruleFields = true) => SendAsync(
                export, ids, "io_events.xml", "application/xml", chosen => SubscriptionExport.ToXml(chosen, new ExportOptions(ruleFields)).Text, token))
            .RequireAuthorization(ConsoleRoles.Viewer);
        app.MapGet(Set, (SubscriptionExport export, CancellationToken token, string? ids = null) => SendAsync(
                export, ids, "subscriptions.json", "application/json", SubscriptionExport.ToSet, token))
            .RequireAuthorization(ConsoleRoles.Viewer);
    }

    private static async Task<IResult> SendAsync(
        SubscriptionExport export, string? ids, string name, string type, Func<IEnumerable<ExportedSubscription>, string> write, CancellationToken cancellationToken)
    {
        if (!TryRead(ids, out var chosen))
            return Results.Problem("ids is a list of the numbers of subscriptions, such as 3,7; without it all of them are meant.", statusCode: StatusCodes.Status400BadRequest);
        var text = write(await export.ReadAsync(chosen, cancellationToken));
        return Results.File(Encoding.UTF8.GetBytes(text), type + "; charset=utf-8", name);
    }

    private static bool TryRead(string? text, out List<int> ids)
    {
        ids = [];
        if (text is null)
            return true;
        foreach (var part in text.Split(',').Take(MaxIds + 1))
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
                return false;
            ids.Add(id);
        }

        return ids.Count <= MaxIds;
    }
}
