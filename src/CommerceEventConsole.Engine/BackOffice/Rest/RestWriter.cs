using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CommerceEventConsole.Engine.BackOffice.Mapping;

namespace CommerceEventConsole.Engine.BackOffice.Rest;

/// <summary>Writes one kind of records to a system.</summary>
internal sealed class RestWriter(RecordKind kind, RestWrite write, FieldMap map, RestReader? reader, RestClient client)
{
    private const int LookUpSize = 50;

    private readonly RecordPath? _id = write.Id.Length == 0 ? null : RecordPath.Parse(write.Id);
    private readonly RecordPath? _reference = write.Reference.Length == 0 ? null : RecordPath.Parse(write.Reference);

    /// <summary>Writes records; one outcome for each, in their order.</summary>
    public async Task<IReadOnlyList<RecordOutcome>> WriteAsync(IReadOnlyList<SystemRecord> records, CancellationToken cancellationToken)
    {
        var outcomes = new RecordOutcome?[records.Count];
        var documents = new (int Index, JsonObject Document)[records.Count];
        var count = 0;
        for (var i = 0; i < records.Count; i++)
        {
            try
            {
                documents[count] = (i, map.Write(records[i].Fields));
                count++;
            }
            catch (FormatException e)
            {
                outcomes[i] = new RecordOutcome(records[i].Key, $"It cannot be written: {e.Message}.");
            }
        }

        var ready = documents.AsMemory(0, count);
        if (write is { Way: RestWay.Send, Batch: { } batch })
        {
            for (var at = 0; at < count; at += batch.Size)
                await BatchAsync(records, ready.Slice(at, Math.Min(batch.Size, count - at)), batch, outcomes, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            for (var at = 0; at < count; at += LookUpSize)
                await SingleAsync(records, ready.Slice(at, Math.Min(LookUpSize, count - at)), outcomes, cancellationToken).ConfigureAwait(false);
        }

        return outcomes!;
    }

    private async Task SingleAsync(
        IReadOnlyList<SystemRecord> records, ReadOnlyMemory<(int Index, JsonObject Document)> documents, RecordOutcome?[] outcomes, CancellationToken cancellationToken)
    {
        var there = write.Way == RestWay.LookUpFirst
            ? await LookUpAsync([.. documents.ToArray().Select(d => records[d.Index].Key)], cancellationToken).ConfigureAwait(false)
            : null;
        foreach (var (index, document) in documents.ToArray())
        {
            var record = records[index];
            var id = there is not null && there.TryGetValue(record.Key, out var found) ? found : null;
            try
            {
                outcomes[index] = await OneAsync(record, document, id, cancellationToken).ConfigureAwait(false);
            }
            catch (FormatException e)
            {
                outcomes[index] = new RecordOutcome(record.Key, $"It cannot be written: {e.Message}.");
            }
        }
    }

    private async Task<RecordOutcome> OneAsync(SystemRecord record, JsonObject document, LookedUp? there, CancellationToken cancellationToken)
    {
        switch (write.Way)
        {
            case RestWay.UpdateThenCreate:
                var updated = await CallAsync(write.Update!, record, document, id: null, cancellationToken).ConfigureAwait(false);
                return updated.Status == 404 && write.Create is { } create
                    ? Outcome(record, await CallAsync(create, record, document, id: null, cancellationToken).ConfigureAwait(false))
                    : Outcome(record, updated);
            case RestWay.LookUpFirst when there is not null:
                return write.Update is { } update
                    ? Outcome(record, await CallAsync(update, record, document, there.Id, cancellationToken).ConfigureAwait(false), FieldConverter.Text(there.Id))
                    : new RecordOutcome(record.Key, Reference: FieldConverter.Text(there.Id));
            default:
                return Outcome(record, await CallAsync(write.Create!, record, document, id: null, cancellationToken).ConfigureAwait(false));
        }
    }

    private async Task<Dictionary<string, LookedUp>> LookUpAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, LookedUp>(StringComparer.Ordinal);
        string? position = null;
        do
        {
            var query = new RecordQuery(kind, LookUpSize) { Keys = [.. keys], Position = position };
            var page = await reader!.ReadAsync(query, cancellationToken).ConfigureAwait(false);
            foreach (var raw in page.Records)
            {
                if (raw.Record is { } record)
                    found.TryAdd(record.Key, new LookedUp(_id?.First(raw.Document)));
            }

            position = page.Next;
        }
        while (position is not null);
        return found;
    }

    private Task<RestAnswer> CallAsync(RestCall call, SystemRecord record, JsonObject document, JsonNode? id, CancellationToken cancellationToken)
    {
        var address = new Uri(client.Base, RestTemplate.Path(call.Path, name => FieldConverter.Text(Value(name))));
        var body = call.Body is null ? document : RestTemplate.Body(call.Body, Value);
        return client.CallAsync(call.Method, address, body, call.Headers, MayRepeat(call), cancellationToken);

        JsonNode? Value(string name) => name switch
        {
            "record" => document,
            "id" => id,
            "key" => record.Key,
            _ => RecordPath.Parse(name).First(document) ?? RecordPath.Parse(name).First(record.Fields),
        };
    }

    private RecordOutcome Outcome(SystemRecord record, RestAnswer answer, string? known = null)
    {
        if (answer.Succeeded || write.AlreadyThere.Contains(answer.Status))
            return new RecordOutcome(record.Key, Reference: Text(_reference, answer) ?? known);
        return new RecordOutcome(record.Key, client.Told(answer, $"The system did not take it ({answer.Status})"), answer.IsTransient);
    }

    private async Task BatchAsync(
        IReadOnlyList<SystemRecord> records,
        ReadOnlyMemory<(int Index, JsonObject Document)> rows,
        RestBatch batch,
        RecordOutcome?[] outcomes,
        CancellationToken cancellationToken)
    {
        var call = write.Create!;
        var list = new JsonArray([.. rows.ToArray().Select(r => (JsonNode)r.Document)]);
        var address = new Uri(client.Base, RestTemplate.Path(call.Path, _ => null));
        var body = call.Body is null ? list : RestTemplate.Body(call.Body, name => name == "records" ? list : null);
        var answer = await client.CallAsync(call.Method, address, body, call.Headers, MayRepeat(call), cancellationToken).ConfigureAwait(false);
        var results = answer.Succeeded && !batch.AllOrNothing ? Rows(batch, answer) : null;
        for (var i = 0; i < rows.Length; i++)
        {
            var index = rows.Span[i].Index;
            outcomes[index] = answer.Succeeded && batch.AllOrNothing ? new RecordOutcome(records[index].Key)
                : results is null ? new RecordOutcome(records[index].Key, client.Told(answer, $"The system took none of {rows.Length} records ({answer.Status})"), answer.IsTransient)
                : results.TryGetValue(i, out var row) ? RowOutcome(batch, records[index].Key, row)
                : new RecordOutcome(records[index].Key, "The system's answer does not say what became of it.", IsTransient: true);
        }
    }

    private static Dictionary<int, JsonNode> Rows(RestBatch batch, RestAnswer answer)
    {
        JsonNode? document;
        try
        {
            document = answer.Document();
        }
        catch (JsonException e)
        {
            throw new RecordSystemException("The system answered a batch with something that is no JSON.", e);
        }

        var found = new Dictionary<int, JsonNode>();
        if ((batch.Rows.Length == 0 ? document : RecordPath.Parse(batch.Rows).First(document)) is not JsonArray rows)
            return found;
        var path = batch.RowIndex.Length == 0 ? null : RecordPath.Parse(batch.RowIndex);
        for (var i = 0; i < rows.Count; i++)
        {
            var index = path is null ? i
                : int.TryParse(FieldConverter.Text(path.First(rows[i])), NumberStyles.None, CultureInfo.InvariantCulture, out var said) ? said
                : -1;
            if (rows[i] is { } row)
                found[index] = row;
        }

        return found;
    }

    private static RecordOutcome RowOutcome(RestBatch batch, string key, JsonNode row)
    {
        var error = batch.RowError.Length == 0 ? null : FieldConverter.Text(RecordPath.Parse(batch.RowError).First(row));
        var taken = batch.RowOk.Length == 0
            ? string.IsNullOrEmpty(error)
            : FieldConverter.Text(RecordPath.Parse(batch.RowOk).First(row)) is { } ok && ok.Equals("true", StringComparison.OrdinalIgnoreCase);
        return taken
            ? new RecordOutcome(key, Reference: batch.RowReference.Length == 0 ? null : FieldConverter.Text(RecordPath.Parse(batch.RowReference).First(row)))
            : new RecordOutcome(key, string.IsNullOrEmpty(error) ? "The system did not take it, and does not say why." : $"The system did not take it: {error}");
    }

    private bool MayRepeat(RestCall call) => write.RepeatIsSafe || call.Method is "PUT" or "PATCH" or "DELETE";

    private static string? Text(RecordPath? path, RestAnswer answer)
    {
        if (path is null)
            return null;
        try
        {
            return FieldConverter.Text(path.First(answer.Document()));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record LookedUp(JsonNode? Id);
}
