using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using CommerceEventConsole.Engine.BackOffice.Mapping;
using CommerceEventConsole.Engine.BackOffice.Rest;

namespace CommerceEventConsole.Engine.BackOffice.Csv;

/// <summary>Files of a server, fetched by GET and put by PUT. A fetched one is kept while it is read.</summary>
internal sealed class HttpStore(RestClient client) : ICsvStore, IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private (string Path, byte[] Content)? _kept;

    public long Calls => client.Calls;

    public bool KnowsTimes => false;

    public bool KnowsChanges(CsvRead read) => RestTemplate.Names(read.File).Contains("since", StringComparer.Ordinal);

    // Its time is made of its content: a position in another content is none.
    public async Task<IReadOnlyList<DroppedFile>> FilesAsync(CsvRead read, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        var path = RestTemplate.Path(read.File, name => name == "since" && since is { } from ? DateText.Write(from, "") : null);
        var content = await ContentAsync(path, cancellationToken).ConfigureAwait(false);
        if (content.Length == 0)
            return [];
        var mark = BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(content)) & (DateTimeOffset.MaxValue.UtcTicks >> 2);
        return [new DroppedFile(path, new DateTimeOffset(mark, TimeSpan.Zero))];
    }

    public async Task<Stream> OpenAsync(DroppedFile file, CancellationToken cancellationToken) =>
        new MemoryStream(await ContentAsync(file.Name, cancellationToken).ConfigureAwait(false), writable: false);

    public bool Has(string name) => false;

    public async Task WriteAsync(string name, byte[] content, CancellationToken cancellationToken)
    {
        var address = new Uri(client.Base, name);
        var answer = await client.CallAsync("PUT", address, (content, "text/csv"), headers: null, mayRepeat: true, cancellationToken).ConfigureAwait(false);
        if (!answer.Succeeded)
            throw new RecordSystemException($"{address.Host} did not take the file ({answer.Status}).") { RetryAfter = answer.RetryAfter, NeedsPerson = !answer.IsTransient };
    }

    public void PutAway(CsvRead read, DateTimeOffset done)
    {
        // The server's files are the server's.
    }

    public string Test(string name) => $"{name} is only written to: nothing can be asked without changing something.";

    public void Dispose() => _gate.Dispose();

    private async Task<byte[]> ContentAsync(string path, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_kept is { } kept && kept.Path == path)
                return kept.Content;
            var address = new Uri(client.Base, path);
            var answer = await client.CallAsync("GET", address, (JsonNode?)null, headers: null, mayRepeat: true, cancellationToken).ConfigureAwait(false);
            if (answer.Status == 404)
                return [];
            if (!answer.Succeeded)
                throw new RecordSystemException($"{address.Host} did not hand the file out ({answer.Status}).") { RetryAfter = answer.RetryAfter, NeedsPerson = !answer.IsTransient };
            _kept = (path, answer.Body);
            return answer.Body;
        }
        finally
        {
            _gate.Release();
        }
    }
}
