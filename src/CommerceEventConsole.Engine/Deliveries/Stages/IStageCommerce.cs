using System.Text.Json;
using CommerceEventConsole.Engine.Commerce.Api;
using CommerceEventConsole.Engine.Subscriptions.Stages;

namespace CommerceEventConsole.Engine.Deliveries.Stages;

/// <summary>A change that a route makes in Commerce.</summary>
/// <param name="Kind">What is written.</param>
/// <param name="InstanceId">The Commerce instance; null for the only one there is.</param>
/// <param name="OrderId">The order's <c>entity_id</c>; null where the kind needs none.</param>
/// <param name="Fields">Its fields, as <see cref="WriteBackKind"/> names them.</param>
/// <param name="Reference">What tells it from every other change: the same at each try.</param>
/// <param name="OrderNumber">The order's number, by which events may name it; null where it is not known.</param>
/// <param name="DestinationId">Whose answer is written: the events that the change makes are not sent back there (spec 8.5).</param>
internal sealed record StageWrite(WriteBackKind Kind, int? InstanceId, long? OrderId, string? OrderNumber, JsonElement Fields, string Reference, int DestinationId);

/// <summary>A request that a change would make, for people to read.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">Below the instance's REST prefix.</param>
/// <param name="Body">What would be sent; null for nothing.</param>
internal sealed record StageRequest(string Method, string Path, string? Body);

/// <summary>What stages need of Commerce. All of it throws <see cref="CommerceException"/> where Commerce did not do what was asked.</summary>
internal interface IStageCommerce
{
    /// <summary>A document; null where there is none (404).</summary>
    Task<JsonElement?> GetAsync(int? instanceId, string path, CancellationToken cancellationToken);

    /// <summary>
    /// Documents of one kind in one call, by what <see cref="KnownQuestion.KeyOf"/> says of each; those that there are not are missing, and
    /// a key that several have is undefined.
    /// </summary>
    Task<IReadOnlyDictionary<string, JsonElement>> GetManyAsync(
        int? instanceId, KnownQuestion question, IReadOnlyCollection<string> keys, CancellationToken cancellationToken);

    /// <summary>Tells that a call was not needed.</summary>
    Task SavedAsync(int? instanceId, int calls, CancellationToken cancellationToken);

    /// <summary>
    /// Makes a change unless it has been made: Commerce makes it twice where it is asked twice (spec 7.2), so this looks first.
    /// </summary>
    /// <returns>What Commerce calls what it made, such as a shipment's id; null where it calls it nothing.</returns>
    /// <exception cref="StageException">The fields do not say what is needed.</exception>
    Task<JsonElement?> WriteAsync(StageWrite write, CancellationToken cancellationToken);

    /// <summary>The requests that <see cref="WriteAsync"/> would make, those that look first included. Makes none.</summary>
    /// <exception cref="StageException">The fields do not say what is needed.</exception>
    IReadOnlyList<StageRequest> Plan(StageWrite write);

    /// <summary>The address of a path, for people to read.</summary>
    Task<string> AddressAsync(int? instanceId, string path, CancellationToken cancellationToken);
}
