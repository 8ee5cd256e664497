using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using CommerceEventConsole.Engine.BackOffice;
using CommerceEventConsole.Engine.BackOffice.Rest;
using CommerceEventConsole.Engine.BackOffice.Systems;
using CommerceEventConsole.Engine.Setup;
using CommerceEventConsole.Tests.Shared;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Tests.BackOffice;

/// <summary>Answers in place of a back-office system, and keeps what it was asked.</summary>
internal sealed class FakeSystem : HttpMessageHandler
{
    private readonly Func<Asked, Answer> _answer;
    private readonly SystemConnections _connections;

    public FakeSystem(Func<Asked, Answer> answer, TimeProvider? time = null)
    {
        _answer = answer;
        var clock = time ?? TimeProvider.System;
        var options = Options.Create(new BackOfficeOptions { RetryDelay = TimeSpan.FromMilliseconds(1) });
        _connections = new SystemConnections(
            new SystemTransport(clock, options, _ => this), new SystemTokens(clock), new RateBudgets(clock), new OpenSecrets(), options, clock);
    }

    public List<Asked> Requests { get; } = [];

    public IEnumerable<string> Lines => Requests.Select(r => r.Line);

    public static Answer Json(string body, int status = 200) => new(status, body);

    public RestSystem Open(string records, RestConnection? connection = null) => new(
        Row(),
        connection ?? new RestConnection { BaseUrl = "https://erp.example.com/api", ErrorMessage = "error" },
        SystemJson.Read<Dictionary<RecordKind, RestRecords>>(records),
        _connections);

    public RestClient Client() => _connections.Open(Row(), new RestConnection { BaseUrl = "https://files.example.com/drop" });

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var asked = new Asked(
            $"{request.Method} {request.RequestUri!.PathAndQuery}",
            request.Headers.ToDictionary(h => h.Key, h => string.Join(',', h.Value), StringComparer.OrdinalIgnoreCase),
            request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken));
        lock (Requests)
            Requests.Add(asked);
        var answer = _answer(asked);
        var response = new HttpResponseMessage((HttpStatusCode)answer.Status) { Content = new StringContent(answer.Body, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in answer.Headers)
            response.Headers.TryAddWithoutValidation(name, value);
        return response;
    }

    private static BackOfficeSystem Row() => new()
    {
        Id = 1,
        Name = "ERP",
        Connector = SystemConnector.Rest,
        Connection = "{}",
        Records = "{}",
        MaxParallel = 4,
        ProtectedSecrets = SystemJson.WriteSecrets(Enum.GetValues<SystemSecret>().ToDictionary(s => s, s => $"the {s}")),
    };

    internal sealed record Asked(string Line, IReadOnlyDictionary<string, string> Headers, string Body)
    {
        public JsonNode Document => JsonNode.Parse(Body)!;
    }

    internal sealed record Answer(int Status, string Body)
    {
        public (string Name, string Value)[] Headers { get; init; } = [];
    }

    private sealed class OpenSecrets : ISecretProtector
    {
        public void Prepare()
        {
        }

        public string Protect(SecretPurpose purpose, string secret) => secret;

        public bool TryUnprotect(SecretPurpose purpose, string protectedSecret, out string secret)
        {
            secret = protectedSecret;
            return true;
        }
    }
}
