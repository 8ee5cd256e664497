using System.Collections.Immutable;
using System.Text.Json;
using CommerceEventConsole.Engine.Subscriptions.Stages;

namespace CommerceEventConsole.Engine.Deliveries.Stages;

/// <summary>What is left to do of a delivery that its destination has taken.</summary>
/// <param name="Stages">The route's stages.</param>
/// <param name="Inputs">What they know, the answer not among it.</param>
/// <param name="Done">What was done before this attempt.</param>
/// <param name="Id">The delivery's idempotency id.</param>
/// <param name="Cut">Cuts it off.</param>
internal sealed record WriteBackLeft(CompiledStages Stages, StageInputs Inputs, StagesDone Done, string Id, CancellationToken Cut);

/// <summary>What a delivery of a route with stages sends.</summary>
/// <param name="Delivery">The delivery.</param>
/// <param name="Id">Its idempotency id.</param>
/// <param name="Event">The CloudEvent that it is about.</param>
/// <param name="Inputs">What the stages know.</param>
/// <param name="Body">The document.</param>
/// <param name="ContentType">What that is.</param>
/// <param name="Path">What is added to the destination's address; null for nothing.</param>
internal sealed record PreparedDelivery(
    ClaimedDelivery Delivery, string Id, byte[] Event, StageInputs Inputs, byte[] Body, string ContentType, string? Path);
