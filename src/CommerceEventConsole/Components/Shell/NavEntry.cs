namespace CommerceEventConsole.Components.Shell;

/// <summary>A page that the navigation leads to.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Path">Its path, without the first slash.</param>
/// <param name="Icon">A Material Symbols name.</param>
/// <param name="Policy">Who sees it; null for everyone who is signed in.</param>
/// <param name="IsExact">Whether it is the current one only at its own path, because a page below it has an entry too.</param>
public sealed record NavEntry(string Title, string Path, string Icon, string? Policy = null, bool IsExact = false);
