using System.Globalization;
using CommerceEventConsole.Engine.Subscriptions.Formats;
using CommerceEventConsole.Engine.Subscriptions.Formats.Export;
using Microsoft.AspNetCore.Components;

namespace CommerceEventConsole.Components.Subscriptions.Formats;

/// <summary>Subscriptions as files and commands.</summary>
public sealed partial class ExportPage
{
    private const int MaxNotes = 50;

    private readonly HashSet<int> _left = [];
    private bool _ruleFields = true;

    /// <inheritdoc />
    protected override TimeSpan Interval => TimeSpan.FromSeconds(5);

    private ExportOptions Options => new(_ruleFields);

    private List<ExportedSubscription> Chosen => [.. (Data ?? []).Where(s => !_left.Contains(s.Id))];

    [Inject]
    private SubscriptionExport Export { get; set; } = null!;

    /// <inheritdoc />
    protected override Task<IReadOnlyList<ExportedSubscription>> ReadAsync(CancellationToken cancellationToken) => Export.ReadAsync([], cancellationToken);

    private void Set(int id, bool chosen) => _ = chosen ? _left.Remove(id) : _left.Add(id);

    // Both forms have notes of their own; most are the same.
    private List<string> Notes(ExportedText commands) => [.. SubscriptionExport.ToXml(Chosen, Options).Notes.Union(commands.Notes, StringComparer.Ordinal)];

    private string? Address(string file, string? option = null)
    {
        var chosen = Chosen;
        if (chosen.Count == 0)
            return null;
        var ids = chosen.Count == Data!.Count ? null : $"ids={string.Join(',', chosen.Select(s => s.Id.ToString(CultureInfo.InvariantCulture)))}";
        var query = string.Join('&', new[] { ids, option }.OfType<string>());
        return query.Length == 0 ? $"subscriptions/export/{file}" : $"subscriptions/export/{file}?{query}";
    }
}
