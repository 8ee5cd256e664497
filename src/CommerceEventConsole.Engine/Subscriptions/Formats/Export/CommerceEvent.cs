using CommerceEventConsole.Engine.Subscriptions.Matching;

namespace CommerceEventConsole.Engine.Subscriptions.Formats.Export;

/// <summary>One event as Commerce is asked for it (spec 6.6): what all subscriptions about it need together.</summary>
internal sealed record CommerceEvent(
    string Name, string? Parent, IReadOnlyList<CommerceField> Fields, IReadOnlyList<Rule> Rules, CommerceSettings Settings, IReadOnlyList<string> Notes)
{
    public static IReadOnlyList<CommerceEvent> From(IEnumerable<ExportedSubscription> subscriptions, ExportOptions options) =>
    [
        .. subscriptions.GroupBy(s => CommerceNames.Of(s.Draft), StringComparer.Ordinal)
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new CommerceEventBuilder(g.Key, [.. g.OrderBy(s => s.Draft.Name, StringComparer.Ordinal)], options).Build()),
    ];
}
