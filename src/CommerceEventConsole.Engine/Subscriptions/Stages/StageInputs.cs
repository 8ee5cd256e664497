using System.Collections.Immutable;
using System.Text.Json;

namespace CommerceEventConsole.Engine.Subscriptions.Stages;

/// <summary>The documents that stages read (<see cref="StageDocument"/>), as far as they are there. Immutable.</summary>
/// <param name="Documents">By name; one that is null was asked for and is not there.</param>
internal sealed record StageInputs(ImmutableDictionary<string, JsonElement> Documents)
{
    /// <summary>The event and what is known about it.</summary>
    public static StageInputs Of(JsonElement payload, JsonElement envelope) => new(ImmutableDictionary<string, JsonElement>.Empty
        .WithComparers(StringComparer.Ordinal).Add(StageDocument.Event, payload).Add(StageDocument.Envelope, envelope));

    /// <summary>With one more.</summary>
    public StageInputs With(string name, JsonElement document) => new(Documents.SetItem(name, document));

    /// <summary>A document; null where there is none.</summary>
    public JsonElement? Find(string name) =>
        Documents.TryGetValue(name, out var found) && found.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined) ? found : null;
}
