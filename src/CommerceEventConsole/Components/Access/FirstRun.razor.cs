using System.ComponentModel.DataAnnotations;
using CommerceEventConsole.Engine.Access;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;
using PeopleStore = CommerceEventConsole.Engine.Access.People;

namespace CommerceEventConsole.Components.Access;

/// <summary>What a single-use link opens: the first administrator's form, or an added person's to set a password.</summary>
public partial class FirstRun
{
    private EntryLink? _link;
    private IReadOnlyList<string> _problems = [];

    /// <summary>The link's token.</summary>
    [Parameter]
    public string Token { get; set; } = "";

    [SupplyParameterFromForm]
    private FirstRunInput? Input { get; set; }

    [CascadingParameter]
    private HttpContext HttpContext { get; set; } = null!;

    [Inject]
    private EntryLinks Links { get; set; } = null!;

    [Inject]
    private PeopleStore People { get; set; } = null!;

    [Inject]
    private SignInManager<ConsoleUser> SignInManager { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        Input ??= new FirstRunInput();
        // The token must not travel on in a Referer.
        HttpContext.Response.Headers["Referrer-Policy"] = "no-referrer";
        _link = await Links.FindAsync(Token, HttpContext.RequestAborted);
    }

    private async Task EnterAsync()
    {
        // Taken out of the form, which may be shown again: a password never travels back to the browser.
        var password = Input!.Password;
        Input.Password = Input.Repeat = "";
        if (_link is { UserId: null } && !new EmailAddressAttribute().IsValid(Input.Email))
        {
            _problems = ["Enter your e-mail address."];
            return;
        }

        (var user, _problems) = await People.EnterAsync(Token, Input.Email, password, HttpContext.RequestAborted);
        if (user is null)
            return;
        await SignInManager.SignInAsync(user, isPersistent: false);
        Navigation.NavigateTo("/");
    }

    private sealed class FirstRunInput
    {
        [StringLength(256, ErrorMessage = "That is too long for an e-mail address.")]
        public string? Email { get; set; }

        [Required(ErrorMessage = "Choose a password.")]
        [StringLength(256, ErrorMessage = "That is too long for a password.")]
        public string Password { get; set; } = "";

        [Compare(nameof(Password), ErrorMessage = "The two passwords differ.")]
        public string Repeat { get; set; } = "";
    }
}
