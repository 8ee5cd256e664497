using CommerceEventConsole.Engine.Access;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Radzen;
using PeopleStore = CommerceEventConsole.Engine.Access.People;

namespace CommerceEventConsole.Components.People;

/// <summary>Who may come in, and what they may do.</summary>
public sealed partial class PeoplePage : IDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private IReadOnlyList<Person>? _people;
    private bool _failed;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = null!;

    [Inject]
    private PeopleStore Store { get; set; } = null!;

    [Inject]
    private DialogService Dialogs { get; set; } = null!;

    [Inject]
    private NotificationService Notifications { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private ILogger<PeoplePage> Logger { get; set; } = null!;

    /// <inheritdoc />
    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    /// <inheritdoc />
    protected override Task OnInitializedAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        _failed = false;
        try
        {
            _people = await Store.ListAsync(_leaving.Token);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Logger.LogError(e, "The list of people could not be read");
            _failed = true;
        }
    }

    private async Task AddAsync()
    {
        if (await Dialogs.OpenAsync<AddPerson>("Add a person") is NewPerson person)
            await ChangeAsync(person.Email, who => Store.AddAsync(person.Email, person.Role, who, _leaving.Token));
    }

    private Task ChangeRoleAsync(Person person, string role) => string.Equals(person.Role, role, StringComparison.Ordinal)
        ? Task.CompletedTask
        : ChangeAsync(person.Email, who => Store.ChangeRoleAsync(person.Id, role, who, _leaving.Token));

    private Task NewLinkAsync(Person person) => ChangeAsync(person.Email, who => Store.IssueLinkAsync(person.Id, who, _leaving.Token));

    private async Task ToggleLockAsync(Person person)
    {
        if (person.IsLocked || await ConfirmAsync("Lock account", $"{person.Email} will be signed out within a minute and cannot sign in until unlocked.", "Lock"))
            await ChangeAsync(person.Email, who => Store.SetLockedAsync(person.Id, !person.IsLocked, who, _leaving.Token));
    }

    private async Task RemoveAsync(Person person)
    {
        if (await ConfirmAsync("Remove 1 person", $"{person.Email} will be removed. This cannot be undone. The audit log keeps what they did.", "Remove"))
            await ChangeAsync(person.Email, who => Store.RemoveAsync(person.Id, who, _leaving.Token));
    }

    private async Task<bool> ConfirmAsync(string title, string text, string button) =>
        await Dialogs.Confirm(text, title, new ConfirmOptions { OkButtonText = button, CancelButtonText = "Cancel" }) == true;

    private async Task ChangeAsync(string email, Func<string, Task<PeopleResult>> change)
    {
        var who = (await Authentication).User.Identity?.Name ?? "";
        PeopleResult result;
        try
        {
            result = await change(who);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Logger.LogError(e, "An account could not be changed");
            result = new PeopleResult(["The change could not be stored. Try again."]);
        }

        foreach (var problem in result.Problems)
            Notifications.Notify(NotificationSeverity.Error, "Not changed", problem, duration: 8000);
        await LoadAsync();
        if (result.LinkToken is not null)
        {
            await Dialogs.OpenAsync<LinkDialog>("Link to set a password", new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                [nameof(LinkDialog.Email)] = email,
                [nameof(LinkDialog.Url)] = Navigation.ToAbsoluteUri("first-run/" + result.LinkToken).ToString(),
            });
        }
    }
}
