namespace CommerceEventConsole.Engine.Catalogue;

/// <summary>Where an event type carries the key of its entity.</summary>
/// <param name="Path">Path from the entity.</param>
/// <param name="IsId">Whether it is Commerce's own numeric id, which is written <c>id:12</c> so that it is never taken for a number or SKU.</param>
public sealed record EntityKeyPath(string Path, bool IsId)
{
    internal const string IdPrefix = "id:";

    internal PropertyPath Compiled { get; } = PropertyPath.Parse(Path);

    internal static EntityKeyPath Parse(string text) =>
        text.StartsWith(IdPrefix, StringComparison.Ordinal) ? new(text[IdPrefix.Length..], IsId: true) : new(text, IsId: false);
}
