using Microsoft.AspNetCore.Components;

namespace CommerceEventConsole.Components.Forms;

/// <summary>One labelled input of a form. It says what is wrong below itself and takes the focus when it is the first with a problem.</summary>
/// <typeparam name="T">What is entered.</typeparam>
public abstract class FieldBase<T> : ComponentBase
{
    /// <summary>The field as the engine's problems name it, e.g. <c>url</c>.</summary>
    [Parameter, EditorRequired]
    public string Field { get; set; } = "";

    /// <summary>What it is called.</summary>
    [Parameter, EditorRequired]
    public string Label { get; set; } = "";

    /// <summary>Shown above the input rather than to the eye only where the surroundings name it already.</summary>
    [Parameter]
    public bool HideLabel { get; set; }

    /// <summary>What to enter, in a sentence.</summary>
    [Parameter]
    public string? Hint { get; set; }

    /// <summary>What is entered.</summary>
    [Parameter]
    public T? Value { get; set; }

    /// <summary>Told of what was entered.</summary>
    [Parameter]
    public EventCallback<T> ValueChanged { get; set; }

    /// <summary>Whether it only shows.</summary>
    [Parameter]
    public bool ReadOnly { get; set; }

    /// <summary>What the fields share.</summary>
    [CascadingParameter]
    protected FormState Form { get; set; } = new();

    /// <summary>The input's element, for the focus.</summary>
    protected ElementReference Input { get; set; }

    /// <summary>The input's id: unique on a page that holds one form.</summary>
    protected string Id => "field-" + Field.Replace('[', '-').Replace(']', '-').Replace('.', '-');

    /// <summary>What is wrong with it.</summary>
    protected IEnumerable<string> Problems => Form.Of(Field);

    /// <summary>For <c>aria-invalid</c>.</summary>
    protected string? Invalid => Problems.Any() ? "true" : null;

    /// <summary>For <c>aria-describedby</c>.</summary>
    protected string? DescribedBy => (Hint, Invalid) switch
    {
        (null, null) => null,
        (not null, null) => Id + "-hint",
        (null, not null) => Id + "-problem",
        _ => $"{Id}-problem {Id}-hint",
    };

    /// <summary>Passes on what was entered.</summary>
    protected Task SetAsync(T value)
    {
        Form.Change();
        return ValueChanged.InvokeAsync(value);
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (Form.TakeFocus(Field))
            await Input.TryFocusAsync();
    }
}
