using System.Collections.Immutable;
using CommerceEventConsole.Engine.Destinations;
using CommerceEventConsole.Engine.Setup;

namespace CommerceEventConsole.Engine.Deliveries.Edits;

/// <summary>A delivery as an editor shows it.</summary>
/// <param name="DeliveryId">The delivery.</param>
/// <param name="DestinationName">What people call its destination.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Body">The CloudEvent that was sent, a value a line.</param>
/// <param name="Headers">The further headers of its destination that may be changed for it, with their values.</param>
/// <param name="HiddenHeaders">Names of those that hold credentials: they are sent as the destination has them.</param>
public sealed record EditableDelivery(
    long DeliveryId,
    string DestinationName,
    DeliveryState State,
    string Body,
    ImmutableArray<HeaderDraft> Headers,
    ImmutableArray<string> HiddenHeaders);

/// <summary>What a person asks a delivery to be: as typed, not yet checked.</summary>
/// <param name="Body">The CloudEvent.</param>
/// <param name="Headers">All further headers but the hidden ones.</param>
/// <param name="Reason">Why.</param>
public sealed record DeliveryEditDraft(string Body, IReadOnlyList<HeaderDraft> Headers, string Reason);

/// <summary>What a draft comes to.</summary>
/// <param name="Problems">What has to be put right; fields are <c>body</c>, <c>headers.{name}</c> and <c>reason</c>.</param>
/// <param name="Lines">How its body differs from what was sent; empty where it does not, or cannot be read.</param>
/// <param name="Headers">How its headers differ.</param>
public sealed record EditCheck(
    IReadOnlyList<ValidationProblem> Problems, ImmutableArray<DiffRow> Lines, ImmutableArray<HeaderChange> Headers);

/// <summary>A header that an edit changed.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Before">Its value before; null where it was not sent.</param>
/// <param name="After">Its value after; null where it is left out.</param>
public readonly record struct HeaderChange(string Name, string? Before, string? After);

/// <summary>Who edited a delivery, when and why.</summary>
/// <param name="DeliveryId">The edited delivery.</param>
/// <param name="OriginalId">The one that it was made from; null where it was edited for another destination.</param>
/// <param name="EditedBy">Who.</param>
/// <param name="EditedAt">When.</param>
/// <param name="Reason">Why.</param>
public sealed record EditSummary(long DeliveryId, long? OriginalId, string EditedBy, DateTimeOffset EditedAt, string Reason);

/// <summary>An original and its edit, side by side.</summary>
/// <param name="Lines">The bodies; empty where they say the same.</param>
/// <param name="Headers">The headers that differ.</param>
public sealed record EditComparison(ImmutableArray<DiffRow> Lines, ImmutableArray<HeaderChange> Headers);
