using System.Globalization;
using System.Net.Http.Headers;
using CommerceEventConsole.Engine.BackOffice.Csv;
using CommerceEventConsole.Engine.BackOffice.Rest;
using CommerceEventConsole.Engine.Jobs;
using Microsoft.Extensions.Logging;

namespace CommerceEventConsole.Engine.BackOffice.Exports;

/// <summary>
/// Makes the files of one export. A file is put in place first and the position kept next; a run that is cut off between both makes the
/// same file, by the same name, once more, so that each event or delivery is in one file only.
/// </summary>
internal sealed class ExportJob(ExportDefinition definition, ExportRows rows, ExportStates states, SystemTransport transport, TimeProvider time) : IConsoleJob
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);

    public string Name => NameOf(definition);

    /// <summary>The job of an export.</summary>
    public static string NameOf(ExportDefinition definition) => $"export-{definition.Name.ToLowerInvariant()}";

    public async Task RunAsync(JobContext context, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (state, seen) = await states.ReadAsync(definition.Name, cancellationToken).ConfigureAwait(false);
            var batch = definition.What == ExportSubject.Events
                ? await rows.EventsAsync(state, definition.RowsPerFile, cancellationToken).ConfigureAwait(false)
                : await rows.DeliveriesAsync(state, definition.RowsPerFile, cancellationToken).ConfigureAwait(false);
            var next = batch.State;
            if (batch.Rows.Count > 0)
            {
                next = next with { Files = state.Files + 1 };
                await PutAsync(FileName(next.Files), ExportFile.Write(definition.Format, Columns, batch.Rows), cancellationToken).ConfigureAwait(false);
            }

            var isMoved = next.After != state.After || next.Files != state.Files || !next.Open.SequenceEqual(state.Open);
            if (isMoved && !await states.SaveAsync(definition.Name, next, seen, cancellationToken).ConfigureAwait(false))
            {
                context.Logger.LogInformation("Another node makes this export at the same time; this run leaves it to that one");
                return;
            }

            context.Add(definition.What == ExportSubject.Events ? "events exported" : "deliveries exported", batch.Rows.Count);
            if (next.Open.Count >= ExportRows.MaxOpen)
                context.Logger.LogWarning("{Count} deliveries have not ended yet: newer ones are exported once some of these have", next.Open.Count);
            if (batch.IsEnd || batch.Rows.Count == 0)
                return;
        }
    }

    private IReadOnlyList<string> Columns => definition.What == ExportSubject.Events ? ExportRows.EventColumns : ExportRows.DeliveryColumns;

    private string FileName(long number) => string.Create(CultureInfo.InvariantCulture, $"{definition.Name}-{number:00000000}.{ExportFile.Ending(definition.Format)}");

    private async Task PutAsync(string name, byte[] content, CancellationToken cancellationToken)
    {
        if (definition.Folder.Length > 0)
        {
            Directory.CreateDirectory(definition.Folder);
            await new CsvFolder(definition.Folder, quietSeconds: 0, time).WriteAsync(name, content, cancellationToken, overwrite: true).ConfigureAwait(false);
            return;
        }

        using var request = new HttpRequestMessage(HttpMethod.Put, $"{definition.Url.TrimEnd('/')}/{name}")
        {
            Content = new ByteArrayContent(content)
            {
                Headers = { ContentType = new MediaTypeHeaderValue(definition.Format == ExportFormat.Csv ? "text/csv" : "application/x-ndjson", "utf-8") },
            },
        };
        if (definition.BearerToken.Length > 0)
            request.Headers.Authorization = new("Bearer", definition.BearerToken);
        var answer = await transport.SendAsync(request, definition.AllowPrivateAddress, Timeout, cancellationToken).ConfigureAwait(false);
        if (!answer.Succeeded)
            throw new RecordSystemException($"{request.RequestUri!.Host} did not take the file {name} ({answer.Status}).");
    }
}
