namespace CommerceEventConsole.Engine.Catalogue;

/// <summary>The event type that a CloudEvents <c>type</c> stands for; got from <see cref="EventTypeResolver"/> or <see cref="EventCatalogue"/>.</summary>
public sealed class ResolvedEventType
{
    internal ResolvedEventType(string name, EventTypeInfo? info, EntityDefinition guess)
    {
        Name = name;
        Info = info;
        Guess = guess;
    }

    /// <summary>Canonical name.</summary>
    public string Name { get; }

    /// <summary>What the catalogue knows about it; <see langword="null"/> for types it does not hold.</summary>
    public EventTypeInfo? Info { get; }

    /// <summary>How to read the entity of a type the catalogue does not hold.</summary>
    internal EntityDefinition Guess { get; }
}
