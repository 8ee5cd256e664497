namespace CommerceEventConsole.Engine.Access;

/// <summary>Section <c>Access</c>.</summary>
public sealed class AccessOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Access";

    /// <summary>Creates this administrator at the first start instead of printing a link.</summary>
    public FirstAdministratorOptions FirstAdministrator { get; set; } = new();

    /// <summary>Hours that a link to set a password is good for.</summary>
    public int LinkHours { get; set; } = 24;

    /// <summary>Sign-in and link forms that one address may send in a minute.</summary>
    public int FormsPerMinute { get; set; } = 30;

    /// <summary>Wrong passwords in a row before an account is locked.</summary>
    public int LockoutAttempts { get; set; } = 5;

    /// <summary>Minutes that it stays locked.</summary>
    public int LockoutMinutes { get; set; } = 15;
}

/// <summary>The administrator that exists from the first start.</summary>
public sealed class FirstAdministratorOptions
{
    /// <summary>The e-mail address to sign in with.</summary>
    public string? Email { get; set; }

    /// <summary>The password. Used once, at the first start.</summary>
    public string? Password { get; set; }
}
