using Microsoft.AspNetCore.Identity;

namespace CommerceEventConsole.Engine.Access;

/// <summary>A person who signs in.</summary>
public sealed class ConsoleUser : IdentityUser
{
    /// <summary>When the account was made.</summary>
    public DateTimeOffset CreatedAt { get; set; }
}

/// <summary>The three roles. Each includes the ones before it.</summary>
public static class ConsoleRoles
{
    /// <summary>Looks.</summary>
    public const string Viewer = "Viewer";

    /// <summary>Replays, dismisses, runs jobs, pauses destinations.</summary>
    public const string Operator = "Operator";

    /// <summary>Sources, subscriptions, destinations, people, keys.</summary>
    public const string Administrator = "Administrator";

    /// <summary>All of them, from the least to the most.</summary>
    public static IReadOnlyList<string> All { get; } = [Viewer, Operator, Administrator];
}
