using System.Globalization;
using System.Text;
using CommerceEventConsole.Engine.Access;
using CommerceEventConsole.Engine.Resync.Runs;
using CsvHelper;

namespace CommerceEventConsole.Endpoints;

/// <summary>What a resync run listed, as a file to download.</summary>
internal static class ResyncExportEndpoints
{
    private const int PageSize = 500;

    public static void MapResyncExport(this WebApplication app) => app.MapGet(
            "/resync/runs/{id:int}/differences.csv",
            (int id, ResyncDifferences differences, HttpContext context) => Results.Stream(
                body => WriteAsync(id, differences, body, context.RequestAborted),
                "text/csv; charset=utf-8",
                string.Create(CultureInfo.InvariantCulture, $"resync-{id}.csv")))
        .RequireAuthorization(ConsoleRoles.Viewer);

    // Page by page: a list may be long, and the answer's body takes no synchronous writes.
    private static async Task WriteAsync(int id, ResyncDifferences differences, Stream body, CancellationToken cancellationToken)
    {
        var rows = new List<string?[]> { (string?[])["key", "field", "system", "commerce", "action", "outcome", "error"] };
        for (long? after = 0; after is { } from;)
        {
            var page = await differences.PageAsync(id, new DifferenceFilter(), from, PageSize, cancellationToken);
            rows.AddRange(page.Rows.Select(d => new[] { d.Key, d.Field, d.There, d.Here, d.Action.ToString(), d.Outcome.ToString(), d.Error }));
            await body.WriteAsync(Encoding.UTF8.GetBytes(Text(rows)), cancellationToken);
            rows.Clear();
            after = page.Next;
        }
    }

    private static string Text(List<string?[]> rows)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var csv = CsvWriter.Create(text, new CsvWriterOptions(), leaveOpen: true))
        {
            foreach (var row in rows)
            {
                foreach (var value in row)
                    csv.WriteField(Harmless(value ?? ""));
                csv.EndRecord();
            }
        }

        return text.ToString();
    }

    // A spreadsheet must not take a value that a system sent for a formula.
    private static string Harmless(string value) =>
        value is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] && !decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _) ? "'" + value : value;
}
