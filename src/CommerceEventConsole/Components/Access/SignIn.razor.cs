using System.ComponentModel.DataAnnotations;
using CommerceEventConsole.Access;
using CommerceEventConsole.Engine.Access;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace CommerceEventConsole.Components.Access;

/// <summary>Signing in with e-mail and password. It never says which of the two was wrong, nor whether the account exists.</summary>
public partial class SignIn
{
    private bool _refused;

    [SupplyParameterFromForm]
    private SignInInput? Input { get; set; }

    [SupplyParameterFromQuery]
    private string? ReturnUrl { get; set; }

    [CascadingParameter]
    private HttpContext HttpContext { get; set; } = null!;

    [Inject]
    private SignInManager<ConsoleUser> SignInManager { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private ILogger<SignIn> Logger { get; set; } = null!;

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        Input ??= new SignInInput();
        if (HttpMethods.IsGet(HttpContext.Request.Method) && HttpContext.User.Identity is { IsAuthenticated: true })
            Navigation.NavigateTo(LocalPath.OrHome(ReturnUrl));
    }

    private async Task SignInAsync()
    {
        // Taken out of the form, which is shown again: a password never travels back to the browser.
        var password = Input!.Password;
        Input.Password = "";
        var user = await SignInManager.UserManager.FindByEmailAsync(Input.Email);
        if (user?.PasswordHash is null)
        {
            // As slow as a wrong password, so that the time does not tell which accounts exist.
            SignInManager.UserManager.PasswordHasher.HashPassword(new ConsoleUser(), password);
            _refused = true;
            return;
        }

        var result = await SignInManager.PasswordSignInAsync(user, password, Input.Remember, lockoutOnFailure: true);
        if (result.IsLockedOut)
            Logger.LogWarning("Account {UserId} is locked", user.Id);
        _refused = !result.Succeeded;
        if (result.Succeeded)
            Navigation.NavigateTo(LocalPath.OrHome(ReturnUrl));
    }

    private sealed class SignInInput
    {
        [Required(ErrorMessage = "Enter your e-mail address.")]
        [StringLength(256, ErrorMessage = "That is too long for an e-mail address.")]
        public string Email { get; set; } = "";

        [Required(ErrorMessage = "Enter your password.")]
        [StringLength(256, ErrorMessage = "That is too long for a password.")]
        public string Password { get; set; } = "";

        public bool Remember { get; set; }
    }
}
