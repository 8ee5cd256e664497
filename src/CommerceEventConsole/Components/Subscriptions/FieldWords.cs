using System.Globalization;
using CommerceEventConsole.Engine.Subscriptions.Fields;

namespace CommerceEventConsole.Components.Subscriptions;

/// <summary>What is known of a field, in words.</summary>
internal static class FieldWords
{
    private static readonly (FieldKinds Kind, string Word)[] Words =
    [
        (FieldKinds.Group, "group"), (FieldKinds.List, "list"), (FieldKinds.Number | FieldKinds.NumberAsText, "number"),
        (FieldKinds.YesNo, "yes or no"), (FieldKinds.Text, "text"),
    ];

    /// <summary>Its kinds: "number, text".</summary>
    public static string Kinds(FieldKinds kinds) => kinds == FieldKinds.Empty ? "empty" : string.Join(", ", Words.Where(w => (kinds & w.Kind) != FieldKinds.None).Select(w => w.Word));

    /// <summary>How often it is there: "98 %", "not lately"; null where nothing can be said.</summary>
    public static string? Share(FieldTreeNode node, int events) => (node.Seen, events) switch
    {
        (_, 0) => null,
        (0, _) => node.IsUnseen ? null : "not lately",
        var (seen, all) when seen == all => "always",
        var (seen, all) => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, seen * 100 / all)} %"),
    };

    /// <summary>The same for those who point at it.</summary>
    public static string ShareTip(FieldTreeNode node, int events) => events == 0
        ? "Known from the catalogue; no event of this type is stored yet."
        : string.Create(CultureInfo.InvariantCulture, $"In {node.Seen} of the last {events} events");
}
