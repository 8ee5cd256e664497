using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Text;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Catalogue;

/// <summary>
/// Resolves the <c>type</c> of every event at intake: aliases first, then the rules of <see cref="EventTypeName"/>.
/// Answers are remembered, so that the types a shop sends over and over cost one lookup and no allocation.
/// Safe for concurrent use.
/// </summary>
public sealed class EventTypeResolver
{
    /// <summary>Types remembered. A sender that invents types fills the memory once; the rest is worked out each time.</summary>
    internal const int Capacity = 4_096;

    private readonly EventCatalogue _catalogue;
    private readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> _aliases;
    private readonly ConcurrentDictionary<string, ResolvedEventType> _known = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ResolvedEventType>.AlternateLookup<ReadOnlySpan<char>> _knownBySpan;
    private int _count;

    /// <summary>Makes a resolver over a catalogue and the configured aliases.</summary>
    public EventTypeResolver(EventCatalogue catalogue, IOptions<EventTypeAliases> aliases)
    {
        _catalogue = catalogue;
        _aliases = aliases.Value.ToCanonical().GetAlternateLookup<ReadOnlySpan<char>>();
        _knownBySpan = _known.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Types remembered so far.</summary>
    internal int Remembered => Volatile.Read(ref _count);

    /// <summary>Resolves a type given as the UTF-8 bytes of its unescaped text; bad bytes become U+FFFD.</summary>
    public ResolvedEventType Resolve(ReadOnlySpan<byte> utf8Type)
    {
        if (utf8Type.Length > EventTypeName.MaxLength) return Work(Encoding.UTF8.GetString(utf8Type));
        Span<char> type = stackalloc char[EventTypeName.MaxLength];
        return Resolve(type[..Encoding.UTF8.GetChars(utf8Type, type)]);
    }

    /// <summary>Resolves a type.</summary>
    public ResolvedEventType Resolve(ReadOnlySpan<char> type)
    {
        if (_knownBySpan.TryGetValue(type, out var known)) return known;

        var resolved = Work(type);
        if (type.Length <= EventTypeName.MaxLength && Remembered < Capacity && _knownBySpan.TryAdd(type, resolved))
            Interlocked.Increment(ref _count);
        return resolved;
    }

    private ResolvedEventType Work(ReadOnlySpan<char> type)
    {
        var name = _aliases.TryGetValue(EventTypeName.WithoutCommercePrefix(type), out var meant)
            ? meant
            : EventTypeName.Canonicalize(type);
        return _catalogue.Describe(name);
    }
}
