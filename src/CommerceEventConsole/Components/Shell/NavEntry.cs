namespace CommerceEventConsole.Components.Shell;

/// <summary>A page that the navigation leads to.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Path">Its path, without the first slash.</param>
/// <param name="Icon">A Material Symbols name.</param>
/// <param name="Policy">Who sees it; null for everyone who is signed in.</param>
public sealed record NavEntry(string Title, string Path, string Icon, string? Policy = null);
