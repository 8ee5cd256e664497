using CommerceEventConsole.Engine.Setup;
using Microsoft.AspNetCore.Components;
using Radzen;

namespace CommerceEventConsole.Components.Forms;

/// <summary>A page on which one thing is set up: read, edited, saved or deleted, with everything that can go wrong on the way.</summary>
/// <typeparam name="TRow">What is set up.</typeparam>
public abstract class EditorPage<TRow> : WorkPage
    where TRow : class
{
    private int? _loadedId;

    /// <summary>Which one; null makes a new one.</summary>
    [Parameter]
    public int? Id { get; set; }

    /// <summary>What the fields share.</summary>
    protected FormState Form { get; } = new();

    /// <summary>Where the page stands.</summary>
    protected EditorState State { get; private set; }

    /// <summary>Where one gets to after saving.</summary>
    protected abstract string ListPath { get; }

    /// <summary>What is set up, e.g. <c>source</c>.</summary>
    protected abstract string Noun { get; }

    /// <inheritdoc />
    protected override string WorkName => $"A change of a {Noun}";

    /// <summary>Questions to the person.</summary>
    [Inject]
    protected DialogService Dialogs { get; set; } = null!;

    /// <summary>The way to other pages.</summary>
    [Inject]
    protected NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private NotificationService Notifications { get; set; } = null!;

    /// <inheritdoc />
    protected override Task OnParametersSetAsync()
    {
        if (State != EditorState.Loading && _loadedId == Id)
            return Task.CompletedTask;
        _loadedId = Id;
        return ReloadAsync();
    }

    /// <summary>Reads what is edited; false where it is not there.</summary>
    protected abstract Task<bool> LoadAsync(CancellationToken cancellationToken);

    /// <summary>Asks the store to take what was entered.</summary>
    protected abstract Task<ChangeResult<TRow>> SaveAsync(string who, CancellationToken cancellationToken);

    /// <summary>Asks the store to delete it.</summary>
    protected abstract Task<ChangeResult<TRow>> DeleteAsync(string who, CancellationToken cancellationToken);

    /// <summary>Reads anew; what was entered is gone.</summary>
    protected Task ReloadAsync() => RunAsync(
        async cancellationToken =>
        {
            State = EditorState.Loading;
            State = await LoadAsync(cancellationToken) ? EditorState.Ready : EditorState.NotFound;
            Form.Settle();
        },
        () => State = EditorState.Failed);

    /// <summary>Saves and returns to the list, or shows what has to be put right.</summary>
    protected Task SubmitAsync() => ChangeAsync(SaveAsync, $"The {Noun} is saved and in force.");

    /// <summary>Deletes after a question, or says why it cannot be.</summary>
    protected async Task AskAndDeleteAsync(string name)
    {
        var options = new ConfirmOptions { OkButtonText = "Delete", CancelButtonText = "Keep" };
        if (await Dialogs.Confirm($"Delete the {Noun} “{name}”? This cannot be undone.", $"Delete the {Noun}?", options) is true)
            await ChangeAsync(DeleteAsync, $"The {Noun} “{name}” is deleted.");
    }

    /// <summary>Makes a change and tells of it, or shows what has to be put right.</summary>
    /// <param name="change">Makes it; gets the person's name.</param>
    /// <param name="done">What to say when it was made.</param>
    /// <param name="then">What comes next; without it the list does.</param>
    protected Task ChangeAsync(
        Func<string, CancellationToken, Task<ChangeResult<TRow>>> change, string done, Func<ChangeResult<TRow>, Task>? then = null) => RunAsync(
        async cancellationToken =>
        {
            var result = await change(await WhoAsync(), cancellationToken);
            if (!result.Succeeded)
            {
                Form.Show(result.Problems);
                return;
            }

            Form.Settle();
            Notifications.Notify(NotificationSeverity.Success, done);
            if (then is null)
                Navigation.NavigateTo(ListPath);
            else
                await then(result);
        },
        () => Form.Show([new("", "The store did not take the change. Nothing is saved; try again in a moment.")]));
}

/// <summary>Where an editing page stands.</summary>
public enum EditorState
{
    /// <summary>Reading.</summary>
    Loading,

    /// <summary>Can be edited.</summary>
    Ready,

    /// <summary>There is none with this id.</summary>
    NotFound,

    /// <summary>The store did not answer.</summary>
    Failed,
}
