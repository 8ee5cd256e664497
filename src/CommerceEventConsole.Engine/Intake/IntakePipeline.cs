using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Commerce.OwnChanges;
using CommerceEventConsole.Engine.Events;
using CommerceEventConsole.Engine.Intake.Authenticity;
using CommerceEventConsole.Engine.Routing;
using CommerceEventConsole.Engine.Sources;
using CommerceEventConsole.Engine.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Intake;

/// <summary>
/// Verify, parse, match, commit, acknowledge: one request after another through these steps, each at most once, and a success only
/// after the commit.
/// </summary>
public sealed class IntakePipeline(
    RequestVerifier verifier,
    EventTypeResolver types,
    EventTypeIds typeIds,
    EventFactory events,
    IRouting routing,
    IOwnChangeFinder ownChanges,
    StoreWriter writer,
    TimeProvider time,
    IOptions<IntakeOptions> options)
{
    private const int FallbackDepth = 8192;
    private readonly JsonDocumentOptions _strict = new() { MaxDepth = options.Value.MaxDepth };

    /// <summary>Takes one request in.</summary>
    /// <param name="source">The source that it was sent to.</param>
    /// <param name="headers">Its headers.</param>
    /// <param name="body">Its body; the array is kept when the event is stored.</param>
    /// <param name="binary">Whether the attributes stand in <c>ce-</c> headers.</param>
    /// <param name="cancellationToken">Ends the waiting, not a commit that has begun.</param>
    /// <exception cref="StoreUnavailableException">Nothing was stored: the sender must come again.</exception>
    /// <exception cref="PublicKeyUnavailableException">It cannot be verified now: the sender must come again.</exception>
    public async Task<IntakeAnswer> ReceiveAsync(
        SourceConfiguration source, IHeaderDictionary headers, byte[] body, bool binary, CancellationToken cancellationToken)
    {
        if (await verifier.VerifyAsync(source, headers, body, cancellationToken).ConfigureAwait(false) is { } forged)
            return IntakeAnswer.Refused(StatusCodes.Status401Unauthorized, forged);

        var received = new Received(
            source, binary ? ContentMode.Binary : ContentMode.Structured, time.Now(), KeptHeaders.Write(headers, binary), AdobeEventId(headers));
        if (binary)
            return await ReceiveBinaryAsync(received, headers, body, cancellationToken).ConfigureAwait(false);

        JsonDocument document;
        try
        {
            document = Parse(body);
        }
        catch (UnreadableException e)
        {
            return await RejectAsync(received, e.Message, body).ConfigureAwait(false);
        }

        using (document)
        {
            return document.RootElement.ValueKind == JsonValueKind.Array
                ? await ReceiveBatchAsync(received with { Mode = ContentMode.Batched }, document.RootElement, body, cancellationToken).ConfigureAwait(false)
                : await ReceiveSingleAsync(received, document.RootElement, body, cancellationToken).ConfigureAwait(false);
        }
    }

    private static string? AdobeEventId(IHeaderDictionary headers) =>
        headers["x-adobe-event-id"].ToString() is { Length: > 0 } id ? id : null;

    private async Task<IntakeAnswer> ReceiveSingleAsync(
        Received received, JsonElement item, byte[] body, CancellationToken cancellationToken)
    {
        var read = Read(received.Source, item);
        if (read.Refusal is { } refusal)
            return refusal;
        return read.Problem is { } problem
            ? await RejectAsync(received, problem, body).ConfigureAwait(false)
            : await StoreOneAsync(received, read.Envelope, body, item, cancellationToken).ConfigureAwait(false);
    }

    private async Task<IntakeAnswer> ReceiveBinaryAsync(
        Received received, IHeaderDictionary headers, byte[] body, CancellationToken cancellationToken)
    {
        JsonDocument? document = null;
        try
        {
            if (body.Length > 0 && MediaTypes.IsJson(headers.ContentType))
                document = Parse(body);
        }
        catch (UnreadableException e)
        {
            return await RejectAsync(received, e.Message, body).ConfigureAwait(false);
        }

        using (document)
        {
            var envelope = Envelope.Read(BinaryMode.Attributes(headers), document?.RootElement ?? default);
            if (CheckRecipient(received.Source, envelope) is { } refusal)
                return refusal;
            return ProblemOf(received.Source, envelope, envelope.Data) is { } problem
                ? await RejectAsync(received, problem, body).ConfigureAwait(false)
                : await StoreOneAsync(received, envelope, body, default, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<IntakeAnswer> ReceiveBatchAsync(
        Received received, JsonElement batch, byte[] body, CancellationToken cancellationToken)
    {
        var length = batch.GetArrayLength();
        if (length > options.Value.MaxBatchItems)
            return await RejectAsync(received, $"The batch has {length} items; at most {options.Value.MaxBatchItems} are taken.", body).ConfigureAwait(false);
        var stored = new List<NewEvent>(length);
        var rejected = new List<RejectedRequest>();
        var index = -1;
        foreach (var item in batch.EnumerateArray())
        {
            index++;
            var read = Read(received.Source, item);
            if (read.Refusal is { } refusal)
                return refusal with { Detail = $"Item {index}: {refusal.Detail}" };
            var bytes = JsonMarshal.GetRawUtf8Value(item).ToArray();
            if (read.Problem is { } problem)
            {
                rejected.Add(Rejected(received, problem, bytes, index));
                continue;
            }

            stored.Add(await BuildAsync(received, read.Envelope, bytes, item, cancellationToken).ConfigureAwait(false));
        }

        // Good items and rejected ones in one transaction: a push is never repeated after a success, nor after a 4xx (spec 2.6).
        if (stored.Count > 0 || rejected.Count > 0)
            await writer.StoreAsync(stored, rejected).ConfigureAwait(false);
        var duplicates = stored.Count(e => e.IsDuplicate);
        var named = rejected.ConvertAll(r => new RejectedItem(r.BatchIndex!.Value, r.Reason));
        return stored.Count == 0 && named.Count > 0
            ? new IntakeAnswer(StatusCodes.Status400BadRequest, $"No item of the batch could be read. Item 0: {named[0].Reason}", 0, 0, named)
            : new IntakeAnswer(StatusCodes.Status200OK, null, stored.Count - duplicates, duplicates, named);
    }

    private async Task<IntakeAnswer> StoreOneAsync(
        Received received, Envelope envelope, byte[] body, JsonElement item, CancellationToken cancellationToken)
    {
        var built = await BuildAsync(received, envelope, body, item, cancellationToken).ConfigureAwait(false);
        await writer.StoreAsync([built], []).ConfigureAwait(false);
        return built.IsDuplicate ? IntakeAnswer.OneDuplicate : IntakeAnswer.OneStored;
    }

    private async ValueTask<NewEvent> BuildAsync(
        Received received, Envelope envelope, byte[] body, JsonElement item, CancellationToken cancellationToken)
    {
        var type = types.Resolve(envelope.Type);
        var typeId = await typeIds.GetAsync(type.Name, cancellationToken).ConfigureAwait(false);
        var own = ownChanges.IsWatching ? await ownChanges.FindAsync(type, envelope.Data, received.Source.Slug, cancellationToken).ConfigureAwait(false) : null;
        return events.Build(envelope, type, typeId, received, body, item, routing.Current, own);
    }

    private async Task<IntakeAnswer> RejectAsync(Received received, string reason, byte[] body)
    {
        await writer.StoreAsync([], [Rejected(received, reason, body, null)]).ConfigureAwait(false);
        return IntakeAnswer.Refused(StatusCodes.Status400BadRequest, reason);
    }

    private static RejectedRequest Rejected(in Received received, string reason, byte[] body, int? index) => new()
    {
        SourceId = received.Source.Id,
        ReceivedAt = received.At,
        Reason = reason.Length <= 2000 ? reason : reason[..2000],
        BatchIndex = index,
        Headers = received.Headers,
        Body = body,
    };

    private ItemRead Read(SourceConfiguration source, JsonElement item)
    {
        var envelope = Envelope.Read(item);
        return item.ValueKind == JsonValueKind.Object && CheckRecipient(source, envelope) is { } refusal
            ? new ItemRead(envelope, Refusal: refusal)
            : new ItemRead(envelope, Problem: ProblemOf(source, envelope, item));
    }

    private string? ProblemOf(SourceConfiguration source, Envelope envelope, JsonElement item)
    {
        if (envelope.Problems.Count > 0)
            return string.Join(' ', envelope.Problems);
        return item.ValueKind != JsonValueKind.Undefined && JsonDepth.Exceeds(item, _strict.MaxDepth)
            ? $"The event is nested deeper than {_strict.MaxDepth} levels."
            : CheckEnvironment(source, envelope);
    }

    // Adobe signs for every customer with the same keys: the recipient is what makes the event ours (spec 2.9, step 2; check 37).
    private static IntakeAnswer? CheckRecipient(SourceConfiguration source, Envelope envelope)
    {
        if (source.Verification != Verification.AdobeSignature || source.ClientId is not { Length: > 0 } expected)
            return null;
        if (string.Equals(envelope.RecipientClientId, expected, StringComparison.Ordinal))
            return null;
        return IntakeAnswer.Refused(StatusCodes.Status403Forbidden, envelope.RecipientClientId is null
            ? "recipientclientid: missing, so that it cannot be told whom the event is for."
            : "recipientclientid: the event is for another client.");
    }

    private static string? CheckEnvironment(SourceConfiguration source, Envelope envelope)
    {
        if (source.AllowedEnvironments.IsDefaultOrEmpty || !SafeJson.TryGetProperty(envelope.Data, "source"u8, out var environment)
            || environment.ValueKind == JsonValueKind.Null)
            return null;
        Span<char> text = stackalloc char[256];
        if (!SafeJson.TryReadText(environment, text, out var length))
            return "data.source: must be text.";
        foreach (var allowed in source.AllowedEnvironments)
        {
            if (text[..length].Equals(allowed, StringComparison.Ordinal))
                return null;
        }

        return $"data.source: the environment '{text[..length]}' is not one of those that this source takes events from.";
    }

    private JsonDocument Parse(byte[] body)
    {
        if (!Utf8.IsValid(body))
            throw new UnreadableException($"The body is not valid UTF-8{FirstInvalidByte(body)}.");
        ReadOnlyMemory<byte> text = body.AsSpan().StartsWith("\uFEFF"u8) ? body.AsMemory(3) : body;
        try
        {
            return JsonDocument.Parse(text, _strict);
        }
        catch (JsonException first)
        {
            // One item nested too deep must not take the others of its batch with it: read again, and judge each by itself.
            if (text.Span.TrimStart(" \t\r\n"u8) is [(byte)'[', ..])
            {
                try
                {
                    return JsonDocument.Parse(text, _strict with { MaxDepth = FallbackDepth });
                }
                catch (JsonException)
                {
                    // The first finding says it better.
                }
            }

            throw new UnreadableException(Explain(first));
        }
    }

    private static string Explain(JsonException e)
    {
        var end = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        var what = end < 0 ? e.Message : e.Message[..end];
        return string.Create(CultureInfo.InvariantCulture, $"The body is not JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}: {what}");
    }

    private static string FirstInvalidByte(byte[] body)
    {
        try
        {
            new UTF8Encoding(false, throwOnInvalidBytes: true).GetCharCount(body);
            return "";
        }
        catch (DecoderFallbackException e)
        {
            return string.Create(CultureInfo.InvariantCulture, $", at byte {Math.Max(0, e.Index) + 1}");
        }
    }

    private readonly record struct ItemRead(Envelope Envelope, string? Problem = null, IntakeAnswer? Refusal = null);

    private sealed class UnreadableException(string message) : Exception(message);
}
