using System.Buffers;
using System.Globalization;
using System.Text.Json;
using CommerceEventConsole.Engine.Alerts.Registrations;
using CommerceEventConsole.Engine.Intake;
using CommerceEventConsole.Engine.Intake.Authenticity;
using CommerceEventConsole.Engine.Routing;
using CommerceEventConsole.Engine.Storage;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace CommerceEventConsole.Endpoints;

/// <summary>The webhook: <c>GET /intake/{slug}?challenge=...</c> and <c>POST /intake/{slug}</c>.</summary>
public static class IntakeEndpoints
{
    private static readonly byte[] s_oneStored = """{"stored":1,"duplicates":0,"rejected":[]}"""u8.ToArray();
    private static readonly byte[] s_oneDuplicate = """{"stored":0,"duplicates":1,"rejected":[]}"""u8.ToArray();

    /// <summary>Maps the webhook. It needs no sign-in: each source says how its senders prove who they are.</summary>
    public static IEndpointRouteBuilder MapIntake(this IEndpointRouteBuilder endpoints)
    {
        var services = endpoints.ServiceProvider;
        var handler = new Handler(
            services.GetRequiredService<IntakePipeline>(),
            services.GetRequiredService<IRouting>(),
            services.GetRequiredService<Challenges>(),
            services.GetRequiredService<IntakeAnswers>(),
            services.GetRequiredService<IOptions<IntakeOptions>>().Value,
            services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(IntakeEndpoints)));

        // Short-circuited: nothing of the pages' middleware stands between a sender and the store.
        endpoints.MapPost("/intake/{slug}", handler.PostAsync).AllowAnonymous().DisableAntiforgery().ShortCircuit();
        endpoints.MapGet("/intake/{slug}", handler.GetAsync).AllowAnonymous().ShortCircuit();
        return endpoints;
    }

    private sealed class Handler(
        IntakePipeline pipeline, IRouting routing, Challenges challenges, IntakeAnswers answers, IntakeOptions options, ILogger logger)
    {
        // The server's own limit counts the frames of a chunked body too: six bytes for each byte of data at worst.
        private const int ChunkFraming = 8;
        private readonly string _retryAfter = options.RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);

        // Spec 2.2: the JSON form, under the content type that goes with it. Also for a source that is switched off (check 7).
        public Task GetAsync(HttpContext context)
        {
            if (!routing.Current.IsLoaded)
                return BusyAsync(context, "The console is starting.");
            if (!TryFindSource(context, out _))
                return ProblemAsync(context, StatusCodes.Status404NotFound, "There is no source with this address.");
            var challenge = context.Request.Query["challenge"].ToString();
            if (challenge.Length == 0)
            {
                return ProblemAsync(
                    context, StatusCodes.Status400BadRequest, "Events are sent here with POST. A GET is answered only if it brings a challenge.");
            }

            context.Response.Headers.CacheControl = "no-store";
            context.Response.ContentType = "application/json";
            return JsonSerializer.SerializeAsync(
                context.Response.Body, new Dictionary<string, string>(StringComparer.Ordinal) { ["challenge"] = challenge },
                cancellationToken: context.RequestAborted);
        }

        public async Task PostAsync(HttpContext context)
        {
            var start = answers.Start();
            var status = StatusCodes.Status500InternalServerError;
            try
            {
                await TakeAsync(context).ConfigureAwait(false);
                status = context.RequestAborted.IsCancellationRequested ? StatusCodes.Status499ClientClosedRequest : context.Response.StatusCode;
            }
            finally
            {
                if (TryFindSource(context, out var source))
                    answers.Count(source.Id, status, start);
            }
        }

        private async Task TakeAsync(HttpContext context)
        {
            try
            {
                await ReceiveAsync(context).ConfigureAwait(false);
            }
            catch (BadHttpRequestException e)
            {
                await ProblemAsync(context, e.StatusCode, e.StatusCode == StatusCodes.Status413PayloadTooLarge ? TooLarge() : "The request is not valid HTTP.").ConfigureAwait(false);
            }
            catch (Exception e) when (e is StoreUnavailableException or PublicKeyUnavailableException or System.Data.Common.DbException
                || e.InnerException is System.Data.Common.DbException)
            {
                logger.LogWarning(e, "A delivery could not be taken and is asked for again");
                await BusyAsync(context, e is PublicKeyUnavailableException ? "The delivery cannot be verified now." : "The store cannot take the delivery now.").ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
            {
                // The sender left: there is nobody to answer.
            }
        }

        private async Task ReceiveAsync(HttpContext context)
        {
            var request = context.Request;
            // Until the sources are known, nobody can be told that theirs does not exist.
            if (!routing.Current.IsLoaded)
            {
                await BusyAsync(context, "The console is starting.").ConfigureAwait(false);
                return;
            }

            if (!TryFindSource(context, out var source))
            {
                await ProblemAsync(context, StatusCodes.Status404NotFound, "There is no source with this address.").ConfigureAwait(false);
                return;
            }

            var binary = BinaryMode.Is(request.Headers);
            if ((!binary && !MediaTypes.IsJson(request.Headers.ContentType)) || IsEncoded(request))
            {
                await ProblemAsync(
                    context,
                    StatusCodes.Status415UnsupportedMediaType,
                    IsEncoded(request)
                        ? "Compressed bodies are not taken: send it without Content-Encoding."
                        : "The content type must be application/json, application/cloudevents+json, application/cloudevents-batch+json, or another application type that ends in json, in UTF-8.")
                    .ConfigureAwait(false);
                return;
            }

            if (request.ContentLength > options.MaxBodyBytes)
            {
                await ProblemAsync(context, StatusCodes.Status413PayloadTooLarge, TooLarge()).ConfigureAwait(false);
                return;
            }

            if (await ReadAsync(context).ConfigureAwait(false) is not { } body)
            {
                await ProblemAsync(context, StatusCodes.Status413PayloadTooLarge, TooLarge()).ConfigureAwait(false);
                return;
            }

            if (Challenges.TryRead(source, request.Headers, body, out var validationUrl))
            {
                challenges.Confirm(source, validationUrl);
                context.Response.StatusCode = StatusCodes.Status200OK;
                return;
            }

            if (!source.Enabled)
            {
                await ProblemAsync(context, StatusCodes.Status404NotFound, "This source is switched off.").ConfigureAwait(false);
                return;
            }

            if (source.Fault is not null)
            {
                await BusyAsync(context, "This source's secret cannot be read now.").ConfigureAwait(false);
                return;
            }

            var answer = await pipeline.ReceiveAsync(source, request.Headers, body, binary, context.RequestAborted).ConfigureAwait(false);
            await AnswerAsync(context, answer).ConfigureAwait(false);
        }

        private bool TryFindSource(HttpContext context, out SourceConfiguration source) =>
            routing.Current.Sources.TryGetValue((string)context.Request.RouteValues["slug"]!, out source!);

        private static bool IsEncoded(HttpRequest request) =>
            request.Headers.ContentEncoding.ToString() is { Length: > 0 } encoding && !encoding.Equals("identity", StringComparison.OrdinalIgnoreCase);

        /// <summary>The body in an array of its own size, which is then the one that is stored; null where it is too large.</summary>
        private async ValueTask<byte[]?> ReadAsync(HttpContext context)
        {
            if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
                limit.MaxRequestBodySize = (long)options.MaxBodyBytes * ChunkFraming;
            var reader = context.Request.BodyReader;
            while (true)
            {
                var result = await reader.ReadAsync(context.RequestAborted).ConfigureAwait(false);
                if (result.Buffer.Length > options.MaxBodyBytes)
                {
                    reader.AdvanceTo(result.Buffer.End);
                    return null;
                }

                if (result.IsCompleted)
                {
                    var body = result.Buffer.ToArray();
                    reader.AdvanceTo(result.Buffer.End);
                    return body;
                }

                reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            }
        }

        private Task AnswerAsync(HttpContext context, IntakeAnswer answer)
        {
            if (answer.Status != StatusCodes.Status200OK)
                return ProblemAsync(context, answer.Status, answer.Detail!, answer.Rejected);
            context.Response.ContentType = "application/json";
            if (ReferenceEquals(answer, IntakeAnswer.OneStored))
                return WriteAsync(context, s_oneStored);
            if (ReferenceEquals(answer, IntakeAnswer.OneDuplicate))
                return WriteAsync(context, s_oneDuplicate);
            var buffer = new ArrayBufferWriter<byte>();
            using (var json = new Utf8JsonWriter(buffer))
            {
                json.WriteStartObject();
                json.WriteNumber("stored"u8, answer.Stored);
                json.WriteNumber("duplicates"u8, answer.Duplicates);
                WriteRejected(json, answer.Rejected);
                json.WriteEndObject();
            }

            return WriteAsync(context, buffer.WrittenMemory);
        }

        private Task BusyAsync(HttpContext context, string detail)
        {
            context.Response.Headers.RetryAfter = _retryAfter;
            return ProblemAsync(context, StatusCodes.Status503ServiceUnavailable, detail);
        }

        private string TooLarge() => string.Create(
            CultureInfo.InvariantCulture, $"The body is larger than {options.MaxBodyBytes} bytes.");

        /// <summary>RFC 9457.</summary>
        private static Task ProblemAsync(HttpContext context, int status, string detail, IReadOnlyList<RejectedItem>? rejected = null)
        {
            if (context.Response.HasStarted)
                return Task.CompletedTask;
            context.Response.StatusCode = status;
            context.Response.ContentType = "application/problem+json";
            context.Response.Headers.CacheControl = "no-store";
            if (status == StatusCodes.Status401Unauthorized)
                context.Response.Headers[HeaderNames.WWWAuthenticate] = "Bearer";
            var buffer = new ArrayBufferWriter<byte>();
            using (var json = new Utf8JsonWriter(buffer))
            {
                json.WriteStartObject();
                json.WriteString("type"u8, "about:blank");
                json.WriteString("title"u8, Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status));
                json.WriteNumber("status"u8, status);
                json.WriteString("detail"u8, detail);
                if (rejected is { Count: > 0 })
                    WriteRejected(json, rejected);
                json.WriteEndObject();
            }

            return WriteAsync(context, buffer.WrittenMemory);
        }

        private static void WriteRejected(Utf8JsonWriter json, IReadOnlyList<RejectedItem> rejected)
        {
            json.WriteStartArray("rejected"u8);
            foreach (var item in rejected)
            {
                json.WriteStartObject();
                json.WriteNumber("index"u8, item.Index);
                json.WriteString("reason"u8, item.Reason);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        private static Task WriteAsync(HttpContext context, ReadOnlyMemory<byte> body)
        {
            context.Response.ContentLength = body.Length;
            return context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
        }
    }
}
