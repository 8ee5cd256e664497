using System.Diagnostics;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.Web;

namespace CommerceEventConsole.Components.Shell;

/// <summary>Keeps a page that broke from taking the console with it, and names the log entry that says why.</summary>
public sealed class ShellErrorBoundary : ErrorBoundaryBase
{
    private string _id = "";

    [Inject]
    private ILogger<ShellErrorBoundary> Logger { get; set; } = null!;

    /// <inheritdoc />
    protected override Task OnErrorAsync(Exception exception)
    {
        _id = Activity.Current?.TraceId.ToHexString() ?? ActivityTraceId.CreateRandom().ToHexString();
        Logger.LogError(exception, "A page failed (error {ErrorId})", _id);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        if (CurrentException is null)
        {
            builder.AddContent(0, ChildContent);
            return;
        }

        builder.OpenComponent<ErrorState>(1);
        builder.AddComponentParameter(2, nameof(ErrorState.Title), "This page ran into a problem.");
        builder.AddComponentParameter(3, nameof(ErrorState.Retry), EventCallback.Factory.Create(this, Recover));
        builder.AddComponentParameter(4, nameof(ErrorState.ChildContent), (RenderFragment)(content => content.AddContent(
            0, $"Nothing was lost. If it happens again, tell your administrator this error number: {_id}")));
        builder.CloseComponent();
    }
}
