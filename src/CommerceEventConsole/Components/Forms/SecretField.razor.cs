using Microsoft.AspNetCore.Components;

namespace CommerceEventConsole.Components.Forms;

/// <summary>
/// A secret that can be set, never read back. Its value is null while the stored one stays. A generated one is readable until it is saved.
/// </summary>
public partial class SecretField
{
    private bool _shown;

    /// <summary>Whether the store holds one.</summary>
    [Parameter]
    public bool HasStored { get; set; }

    /// <summary>Makes a new secret; null where the other side makes it.</summary>
    [Parameter]
    public Func<string>? Generator { get; set; }

    private Task OnChangeAsync(ChangeEventArgs e)
    {
        // Typed ones stay hidden: somebody may look over one's shoulder.
        _shown = false;
        return SetAsync(e.Value as string ?? "");
    }

    private Task GenerateAsync()
    {
        _shown = true;
        return SetAsync(Generator!());
    }

    private Task KeepAsync()
    {
        _shown = false;
        return SetAsync(null);
    }
}
