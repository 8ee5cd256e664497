using System.Globalization;
using CommerceEventConsole.Components.Forms;
using CommerceEventConsole.Engine.Catalogue;
using Microsoft.AspNetCore.Components;

namespace CommerceEventConsole.Components.Subscriptions;

/// <summary>The field filter as a list of lines, with what the catalogue knows at hand.</summary>
public partial class FieldPicker
{
    /// <summary>The fields.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<string> Fields { get; set; } = [];

    /// <summary>Told of the fields.</summary>
    [Parameter]
    public EventCallback<IReadOnlyList<string>> FieldsChanged { get; set; }

    /// <summary>What the catalogue knows of the event type.</summary>
    [Parameter]
    public EventTypeInfo? Info { get; set; }

    [CascadingParameter]
    private FormState Form { get; set; } = new();

    private List<string> Left => Info is null ? [] : [.. Info.Fields.Except(Fields, StringComparer.Ordinal)];

    // Spec check 74: Commerce itself creates no event above 64 KB, and an order's payment holds card fields.
    private string? Warning => Fields.Count == 0 || Fields.Contains("*", StringComparer.Ordinal)
        ? "This sends all that the event holds. Commerce drops events above 64 KB, and orders can hold card data (payment.cc_…). Name the fields that the destination needs."
        : null;

    private static int Line(string field) =>
        int.TryParse(field.AsSpan("fields[".Length).TrimEnd(']'), NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index + 1 : 1;

    private Task OnTyped(string? text) => FieldsChanged.InvokeAsync(
        [.. (text ?? "").Split(['\n', ','], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)]);

    private Task AddAsync(string field)
    {
        Form.Change();
        return FieldsChanged.InvokeAsync([.. Fields, field]);
    }
}
