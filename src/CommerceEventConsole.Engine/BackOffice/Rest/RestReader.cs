using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CommerceEventConsole.Engine.BackOffice.Mapping;

namespace CommerceEventConsole.Engine.BackOffice.Rest;

/// <summary>Reads one kind of records from a system.</summary>
internal sealed class RestReader(RecordKind kind, RestRead read, FieldMap map, RestClient client)
{
    private readonly RecordPath? _items = PathOf(read.Items);
    private readonly RecordPath? _total = PathOf(read.Total);
    private readonly RecordPath? _next = PathOf(read.Next);
    private readonly RecordPath? _changedAt = PathOf(read.ChangedAt);

    /// <summary>Whether it can ask for what changed.</summary>
    public bool KnowsChanges => read.Filter is { Since.Length: > 0 } || Mentions("since");

    /// <summary>Whether it can ask for some keys in one request.</summary>
    public bool KnowsKeys => read.Filter is { EachKey.Length: > 0 } || Mentions("keys");

    /// <summary>Reads a page.</summary>
    public async Task<RawPage> ReadAsync(RecordQuery query, CancellationToken cancellationToken)
    {
        if (query.Keys is { IsEmpty: true })
            return new RawPage([], null, 0, []);
        if (query.Keys is { } keys && !KnowsKeys)
            return read.One.Length > 0 ? await OneByOneAsync(keys, cancellationToken).ConfigureAwait(false) : throw new NotSupportedException($"{kind} cannot be read by key.");
        if (query.ChangedSince is not null && !KnowsChanges)
            throw new NotSupportedException($"What changed of {kind} cannot be asked for.");
        var position = RestPosition.Parse(query.Position);
        var size = Math.Clamp(query.PageSize, 1, read.MaxPageSize);
        var values = Values(query, position, size);
        var address = position.Link is { } link ? Below(link) : Address(read.Path, values, Filter(query, values));
        if (query is { Keys: { Length: > 1 } many, Position: null } && address.AbsoluteUri.Length > client.MaxAddressLength)
            return await InPartsAsync(query, many, address.AbsoluteUri.Length, cancellationToken).ConfigureAwait(false);
        var body = read.Body is null ? null : RestTemplate.Body(read.Body, values);
        var answer = await client.CallAsync(read.Method, address, body, read.Headers, mayRepeat: true, cancellationToken).ConfigureAwait(false);
        if (!answer.Succeeded)
        {
            throw new RecordSystemException(client.Told(answer, answer.Status == 404
                ? $"There is nothing at {address.AbsolutePath} (404). Check the path"
                : $"{address.Host} did not answer the question for {kind} ({answer.Status})"))
            {
                RetryAfter = answer.RetryAfter,
                NeedsPerson = !answer.IsTransient,
            };
        }

        return Page(Parse(answer, address), position, size);
    }

    // As many keys at once as an address holds, and a little less, for not all are of one length. The parts come as one page: a position would have to stand for one in the middle of them.
    private async Task<RawPage> InPartsAsync(RecordQuery query, ImmutableArray<string> keys, int length, CancellationToken cancellationToken)
    {
        List<RawRecord> records = [];
        List<string> problems = [];
        foreach (var part in keys.Chunk(Math.Clamp(keys.Length * client.MaxAddressLength / length * 9 / 10, 1, keys.Length / 2)))
        {
            string? position = null;

            // No more pages than a system of two records on each needs: one that never comes to an end holds nobody.
            for (var page = 0; page <= part.Length; page++)
            {
                var answer = await ReadAsync(query with { Keys = [.. part], Position = position }, cancellationToken).ConfigureAwait(false);
                records.AddRange(answer.Records);
                problems.AddRange(answer.Problems);
                position = answer.Next;
                if (position is null)
                    break;
            }
        }

        return new RawPage(records, null, records.Count, problems);
    }

    private static RecordPath? PathOf(string text) => text.Length == 0 ? null : RecordPath.Parse(text);

    private static JsonNode? Parse(RestAnswer answer, Uri address)
    {
        try
        {
            return answer.Document();
        }
        catch (JsonException e)
        {
            throw new RecordSystemException($"{address.Host} answered something that is no JSON. Check the address and the path.", e) { NeedsPerson = true };
        }
    }

    private async Task<RawPage> OneByOneAsync(IEnumerable<string> keys, CancellationToken cancellationToken)
    {
        var records = new List<RawRecord>();
        foreach (var key in keys)
        {
            var parts = RecordKeys.Split(kind, key);
            var address = new Uri(client.Base, RestTemplate.Path(read.One, name => parts.GetValueOrDefault(name)));
            var answer = await client.CallAsync("GET", address, (JsonNode?)null, read.Headers, mayRepeat: true, cancellationToken).ConfigureAwait(false);
            if (answer.Status == 404)
                continue;
            if (!answer.Succeeded)
                throw new RecordSystemException(client.Told(answer, $"{address.Host} did not answer the question for one {kind} ({answer.Status})")) { NeedsPerson = !answer.IsTransient };
            if (Parse(answer, address) is { } document)
                records.Add(Read(document, records.Count));
        }

        return new RawPage(records, null, records.Count, []);
    }

    private RawPage Page(JsonNode? document, RestPosition position, int size)
    {
        var list = _items is null ? document : _items.First(document);
        if (list is not JsonArray items)
        {
            throw new RecordSystemException(list is null && _items is null
                ? "The answer is empty."
                : $"The answer has no list{(_items is null ? "" : $" at {_items.Text}")}. Check the path, and where the records are.") { NeedsPerson = true };
        }

        var problems = new List<string>();
        var records = new List<RawRecord>(items.Count);
        for (var i = 0; i < items.Count; i++)
        {
            if (items[i] is { } item)
                records.Add(Read(item, i));
            else
                problems.Add($"Record {i + 1} of the page is empty.");
        }

        long? total = _total?.First(document) is { } said && long.TryParse(FieldConverter.Text(said), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
        return new RawPage(records, Next(document, position, size, items.Count, total), total, problems);
    }

    private RawRecord Read(JsonNode document, int index)
    {
        try
        {
            var changedAt = _changedAt is not null && FieldConverter.Text(_changedAt.First(document)) is { Length: > 0 } text
                ? DateText.Read(text, read.ChangedAtFormat)
                : (DateTimeOffset?)null;
            return new RawRecord(document, map.Read(kind, document, changedAt), null);
        }
        catch (FormatException e)
        {
            return new RawRecord(document, null, $"Record {index + 1} of the page cannot be read: {e.Message}.");
        }
    }

    private string? Next(JsonNode? document, RestPosition position, int size, int count, long? total)
    {
        switch (read.Paging)
        {
            case RestPaging.PageNumber or RestPaging.Skip:
                var after = position.Skip + count;
                var more = count > 0 && (total is { } all ? after < all : count >= size);
                return more ? new RestPosition(after, null, null).ToString() : null;
            case RestPaging.Cursor:
                return FieldConverter.Text(_next?.First(document)) is { Length: > 0 } cursor && count > 0 ? new RestPosition(0, cursor, null).ToString() : null;
            case RestPaging.NextLink:
                return FieldConverter.Text(_next?.First(document)) is { Length: > 0 } link ? new RestPosition(0, null, Below(link).PathAndQuery).ToString() : null;
            default:
                return null;
        }
    }

    // Credentials go along: an address in an answer must not lead them elsewhere.
    private Uri Below(string link)
    {
        var address = new Uri(client.Base, link);
        return address.Host.Equals(client.Base.Host, StringComparison.OrdinalIgnoreCase) && address.Port == client.Base.Port && address.Scheme == client.Base.Scheme
            ? address
            : throw new RecordSystemException($"The next page is at {address.Host}, another host than the system's. It is not asked.") { NeedsPerson = true };
    }

    private Uri Address(string path, Func<string, JsonNode?> values, string? filter)
    {
        var relative = RestTemplate.Path(path, name => FieldConverter.Text(values(name)) ?? Joined(values(name)));
        if (filter is not null && read.Filter is { Parameter.Length: > 0 } conditions)
            relative += $"{(relative.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{Uri.EscapeDataString(conditions.Parameter).Replace("%24", "$", StringComparison.Ordinal)}={Uri.EscapeDataString(filter)}";
        return new Uri(client.Base, relative);
    }

    private static string? Joined(JsonNode? value) => value is JsonArray list ? string.Join(',', list.Select(FieldConverter.Text)) : null;

    private Func<string, JsonNode?> Values(RecordQuery query, RestPosition position, int size)
    {
        var values = new Dictionary<string, JsonNode?>(StringComparer.Ordinal)
        {
            ["pageSize"] = size,
            ["skip"] = position.Skip,
            ["page"] = (position.Skip / size) + read.FirstPage,
            ["cursor"] = position.Cursor,
            ["since"] = query.ChangedSince is { } since ? DateText.Write(since, read.TimeFormat) : null,
            ["before"] = query.ChangedBefore is { } before ? DateText.Write(before, read.TimeFormat) : null,
            ["keys"] = query.Keys is { } keys ? new JsonArray([.. keys.Select(k => (JsonNode?)RecordKeys.Split(kind, k)[RecordKeys.FieldsOf(kind)[0]])]) : null,
        };
        values["filter"] = Filter(query, name => values.GetValueOrDefault(name));
        return name => values.GetValueOrDefault(name);
    }

    private string? Filter(RecordQuery query, Func<string, JsonNode?> values)
    {
        if (read.Filter is not { } filter)
            return null;
        var parts = new[]
        {
            filter.Always,
            Condition(filter.Since),
            Condition(filter.Before),
            query.Keys is { } keys && filter.EachKey.Length > 0 ? Keys(filter, keys) : "",
        };
        var joined = string.Join(filter.And, parts.Where(p => p is { Length: > 0 }));
        return joined.Length == 0 ? null : joined;

        string? Condition(string text) => text.Length == 0 ? "" : RestTemplate.Text(text, name => FieldConverter.Text(values(name)), v => v);
    }

    private string Keys(RestFilter filter, IEnumerable<string> keys)
    {
        var each = keys.Select(key =>
        {
            var parts = RecordKeys.Split(kind, key);
            return RestTemplate.Text(filter.EachKey, name => parts.GetValueOrDefault(name), v => v);
        });
        return filter.Keys.Replace("{keys}", string.Join(filter.KeyJoin, each.Distinct(StringComparer.Ordinal)), StringComparison.Ordinal);
    }

    private bool Mentions(string name) =>
        RestTemplate.Names(read.Path).Contains(name, StringComparer.Ordinal)
        || (read.Body is { } body && body.ToJsonString().Contains($"{{{name}}}", StringComparison.Ordinal));
}
