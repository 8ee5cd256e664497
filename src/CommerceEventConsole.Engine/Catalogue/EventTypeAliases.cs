using System.Collections.Frozen;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Catalogue;

/// <summary>
/// Names that say nothing about what they stand for, such as a conditional event's own name, and the event type meant
/// (spec 6.1: "aliases can be anything"). Read from the section <see cref="SectionName"/>.
/// </summary>
public sealed class EventTypeAliases
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "EventTypes";

    /// <summary>Alias, with or without <c>com.adobe.commerce.</c>, to event type. Letter case is ignored.</summary>
    public Dictionary<string, string> Aliases { get; init; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Both sides brought to canonical form.</summary>
    internal FrozenDictionary<string, string> ToCanonical()
    {
        var map = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (alias, name) in Aliases)
            map[EventTypeName.WithoutCommercePrefix(alias.AsSpan().Trim()).ToString()] = EventTypeName.Canonicalize(name.AsSpan().Trim());
        return map.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }
}

/// <summary>Names every alias that cannot work, at start.</summary>
internal sealed class EventTypeAliasesValidator : IValidateOptions<EventTypeAliases>
{
    public ValidateOptionsResult Validate(string? name, EventTypeAliases options)
    {
        var errors = new List<string>();
        foreach (var (alias, target) in options.Aliases)
        {
            if (string.IsNullOrWhiteSpace(alias) || alias.Length > EventTypeName.MaxLength)
                errors.Add($"{EventTypeAliases.SectionName}:Aliases: an alias has 1 to {EventTypeName.MaxLength} characters.");
            if (string.IsNullOrWhiteSpace(target) || target.Length > EventTypeName.MaxLength)
                errors.Add($"{EventTypeAliases.SectionName}:Aliases:{alias}: the event type has 1 to {EventTypeName.MaxLength} characters.");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
