using System.Globalization;
using CommerceEventConsole.Components.Forms;
using CommerceEventConsole.Engine.Commerce.Instances;
using CommerceEventConsole.Engine.Subscriptions.Stages;
using Microsoft.AspNetCore.Components;

namespace CommerceEventConsole.Components.Subscriptions.Stages;

/// <summary>What is written to Commerce once the destination has taken the document.</summary>
public partial class WriteBackRows
{
    /// <summary>The stages, as the engine's problems name them.</summary>
    [Parameter, EditorRequired]
    public string Field { get; set; } = "";

    /// <summary>The changes; the list is edited in place.</summary>
    [Parameter, EditorRequired]
    public List<WriteBackEntry> Changes { get; set; } = [];

    /// <summary>What values can come from.</summary>
    [Parameter, EditorRequired]
    public SourceCatalog Sources { get; set; } = SourceCatalog.Empty;

    /// <summary>The Commerce instances.</summary>
    [Parameter]
    public IReadOnlyList<CommerceInstance> Instances { get; set; } = [];

    /// <summary>What the last dry run found wrong.</summary>
    [Parameter]
    public StageNotes? Notes { get; set; }

    /// <summary>Told after a change.</summary>
    [Parameter]
    public EventCallback Changed { get; set; }

    [CascadingParameter]
    private FormState Form { get; set; } = new();

    // What was asked for knows the order's id best; events about its papers call it order_id.
    private string? KnownId => new[] { "order.entity_id", "event.order_id", "event.entity_id" }.FirstOrDefault(p => Sources.Find(p) is not null);

    private string? KnownNumber => new[] { "order.increment_id", "event.increment_id" }.FirstOrDefault(p => Sources.Find(p) is not null);

    // An event that brings a number and no id leads to its order by the number.
    private (string Path, FoundBy By) Usual => KnownId is null && KnownNumber is { } number ? (number, FoundBy.Number) : (KnownId ?? "event.entity_id", FoundBy.Id);

    private void Find(WriteBackEntry change, FoundBy by)
    {
        var (old, next) = by == FoundBy.Id ? (KnownNumber ?? "event.increment_id", KnownId ?? "event.entity_id") : (KnownId ?? "event.entity_id", KnownNumber ?? "event.increment_id");
        change.By = by;
        if (change.Entity.Trim().Length == 0 || change.Entity.Trim() == old)
            change.Entity = next;
    }

    private Task AddAsync(WriteBackKind kind) => SetAsync(() =>
    {
        var usual = kind switch
        {
            WriteBackKind.ExternalId => "external_id",
            WriteBackKind.OrderComment => "comment",
            WriteBackKind.OrderStatus => "status",
            _ => kind.ToString().ToLowerInvariant(),
        };
        var name = usual;
        for (var number = 2; Changes.Exists(c => c.Name.Trim() == name); number++)
            name = string.Create(CultureInfo.InvariantCulture, $"{usual}{number}");
        Changes.Add(WriteBackProposal.For(kind, name, Usual.Path, Usual.By));
    });

    private Task SetAsync(Action change)
    {
        change();
        Form.Change();
        return Changed.InvokeAsync();
    }
}
