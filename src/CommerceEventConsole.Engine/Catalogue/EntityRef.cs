namespace CommerceEventConsole.Engine.Catalogue;

/// <summary>What an event is about.</summary>
/// <param name="Kind">The sort of thing.</param>
/// <param name="Key">
/// Its key among things of that sort, at most <see cref="SearchKey.MaxLength"/> characters: order number, SKU, e-mail (lower case),
/// or <c>id:12</c> where only Commerce's own id is known; <see langword="null"/> when the payload tells none, or tells several.
/// </param>
public readonly record struct EntityRef(EntityKind Kind, string? Key);
