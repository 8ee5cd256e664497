namespace CommerceEventConsole.Engine.Catalogue;

/// <summary>
/// The rules by which one event type has one name, whatever prefix, app alias or spelling it was sent with
/// (spec 6.1; 9.6, checks 66 and 67).
/// </summary>
public static class EventTypeName
{
    /// <summary>Longest name the catalogue deals in, in characters; Commerce's own limit is 180 (spec 6.1).</summary>
    public const int MaxLength = 256;

    private const string CommercePrefix = "com.adobe.commerce.";
    private const string Observer = "observer.";
    private const string Plugin = "plugin.";
    private const string BackOffice = "be-observer.";
    private const string PaasPlugin = "plugin.magento.";

    /// <summary>The canonical name of a CloudEvents <c>type</c>. Types that are not Commerce's stay as they are.</summary>
    public static string Canonicalize(string type)
    {
        var name = Strip(type, out var replacesMagento);
        if (replacesMagento) return string.Concat(Plugin, name);
        return name.Length == type.Length ? type : name.ToString();
    }

    /// <inheritdoc cref="Canonicalize(string)"/>
    public static string Canonicalize(ReadOnlySpan<char> type)
    {
        var name = Strip(type, out var replacesMagento);
        return replacesMagento ? string.Concat(Plugin, name) : name.ToString();
    }

    /// <summary>The type without Commerce's prefix: what a subscription in Commerce calls it.</summary>
    internal static ReadOnlySpan<char> WithoutCommercePrefix(ReadOnlySpan<char> type) =>
        type.StartsWith(CommercePrefix, StringComparison.Ordinal) && type.Length > CommercePrefix.Length ? type[CommercePrefix.Length..] : type;

    private static ReadOnlySpan<char> Strip(ReadOnlySpan<char> type, out bool replacesMagento)
    {
        var name = WithoutCommercePrefix(type);
        name = WithoutAlias(name, isCommerce: name.Length < type.Length);
        replacesMagento = name.StartsWith(PaasPlugin, StringComparison.Ordinal) && name.Length > PaasPlugin.Length;
        return replacesMagento ? name[PaasPlugin.Length..] : name;
    }

    // Behind Commerce's prefix anything may stand before the event's own name. Elsewhere only an app prefix is taken for
    // one: a single segment of [A-Za-z0-9_], as the starter kit makes them (spec 6.1, 8), so that a stranger's
    // "com.example.observer.moved" keeps its name.
    private static ReadOnlySpan<char> WithoutAlias(ReadOnlySpan<char> name, bool isCommerce)
    {
        for (var start = 0; ;)
        {
            var rest = name[start..];
            if (IsNamed(rest, Observer) || IsNamed(rest, Plugin) || IsNamed(rest, BackOffice)) return rest;

            var dot = rest.IndexOf('.');
            if (dot < 0 || (!isCommerce && (start > 0 || !IsAppPrefix(rest[..dot])))) return name;
            start += dot + 1;
        }
    }

    private static bool IsNamed(ReadOnlySpan<char> name, string start) =>
        name.Length > start.Length && name.StartsWith(start, StringComparison.Ordinal);

    private static bool IsAppPrefix(ReadOnlySpan<char> segment)
    {
        foreach (var c in segment)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '_') return false;
        }

        return !segment.IsEmpty;
    }
}
