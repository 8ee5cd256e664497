using System.ComponentModel.DataAnnotations;
using CommerceEventConsole.Engine.Access;

namespace CommerceEventConsole.Components.People;

/// <summary>What the form for a new person holds.</summary>
public sealed class NewPerson
{
    /// <summary>What they sign in with.</summary>
    [Required(ErrorMessage = "Enter their e-mail address.")]
    [EmailAddress(ErrorMessage = "That is not an e-mail address.")]
    [StringLength(256, ErrorMessage = "That is too long for an e-mail address.")]
    public string Email { get; set; } = "";

    /// <summary>What they may do.</summary>
    public string Role { get; set; } = ConsoleRoles.Viewer;
}
