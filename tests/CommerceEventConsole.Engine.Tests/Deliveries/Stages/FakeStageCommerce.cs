using System.Collections.Concurrent;
using System.Text.Json;
using CommerceEventConsole.Engine.Commerce.Api;
using CommerceEventConsole.Engine.Deliveries.Stages;
using CommerceEventConsole.Engine.Subscriptions.Stages;

namespace CommerceEventConsole.Engine.Tests.Deliveries.Stages;

/// <summary>A shop in memory that remembers what it was asked and told, and fails as a test says.</summary>
internal sealed class FakeStageCommerce : IStageCommerce
{
    private int _saved;

    public ConcurrentDictionary<string, string> Documents { get; } = new(StringComparer.Ordinal);

    public ConcurrentQueue<string> Questions { get; } = [];

    public ConcurrentQueue<StageWrite> Writes { get; } = [];

    /// <summary>Paths whose key several documents have.</summary>
    public HashSet<string> Several { get; } = new(StringComparer.Ordinal);

    /// <summary>Before a question is answered.</summary>
    public Func<string, CancellationToken, Task>? OnAsk { get; set; }

    /// <summary>Before a change is made.</summary>
    public Func<StageWrite, CancellationToken, Task>? OnWrite { get; set; }

    public int Saved => _saved;

    public static CommerceException Away => new("Commerce is not available now.", 503);

    public static CommerceException Refusal => new("Commerce does not accept the content.", 400);

    public async Task<JsonElement?> GetAsync(int? instanceId, string path, CancellationToken cancellationToken)
    {
        Questions.Enqueue(path);
        if (OnAsk is { } ask)
            await ask(path, cancellationToken);
        return Documents.TryGetValue(path, out var json) ? Parse(json) : null;
    }

    public async Task<IReadOnlyDictionary<string, JsonElement>> GetManyAsync(
        int? instanceId, KnownQuestion question, IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
    {
        var path = $"{question.Search}?{question.Field} in {string.Join(',', keys.Order(StringComparer.Ordinal))}";
        Questions.Enqueue(path);
        if (OnAsk is { } ask)
            await ask(path, cancellationToken);
        return keys.Where(k => Documents.ContainsKey(question.Prefix + k)).ToDictionary(k => k, k => Several.Contains(question.Prefix + k) ? default : Parse(Documents[question.Prefix + k]), StringComparer.Ordinal);
    }

    public Task SavedAsync(int? instanceId, int calls, CancellationToken cancellationToken)
    {
        Interlocked.Add(ref _saved, calls);
        return Task.CompletedTask;
    }

    public async Task<JsonElement?> WriteAsync(StageWrite write, CancellationToken cancellationToken)
    {
        if (OnWrite is { } before)
            await before(write, cancellationToken);
        Writes.Enqueue(write);
        return write.Kind is WriteBackKind.Shipment or WriteBackKind.Invoice ? JsonSerializer.SerializeToElement(Writes.Count) : null;
    }

    public IReadOnlyList<StageRequest> Plan(StageWrite write) => StagePlan.Of(write);

    public Task<string> AddressAsync(int? instanceId, string path, CancellationToken cancellationToken) =>
        Task.FromResult("https://shop.example/rest/V1/" + path.TrimStart('/'));

    private static JsonElement Parse(string json) => JsonSerializer.Deserialize<JsonElement>(json);
}
