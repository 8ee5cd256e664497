namespace CommerceEventConsole.Access;

/// <summary>Where a sign-in may lead: only to a page of this console.</summary>
internal static class LocalPath
{
    /// <summary><paramref name="path"/> if a browser takes it for a path of this site, else the start page.</summary>
    public static string OrHome(string? path) =>
        path is ['/', ..] && path is not ['/', '/' or '\\', ..] && !path.Any(char.IsControl) ? path : "/";
}
