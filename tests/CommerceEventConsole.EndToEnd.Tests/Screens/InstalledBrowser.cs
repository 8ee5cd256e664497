namespace CommerceEventConsole.EndToEnd.Tests.Screens;

/// <summary>Finds a Chromium, Chrome or Edge that is installed; tests download none.</summary>
internal static class InstalledBrowser
{
    private static readonly string[] Names =
        ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge", "chrome.exe", "msedge.exe"];

    private static readonly string[] Places =
    [
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
        "/snap/bin/chromium",
        "/opt/google/chrome/chrome",
        Programs(Environment.SpecialFolder.ProgramFiles, "Google/Chrome/Application/chrome.exe"),
        Programs(Environment.SpecialFolder.ProgramFilesX86, "Google/Chrome/Application/chrome.exe"),
        Programs(Environment.SpecialFolder.ProgramFilesX86, "Microsoft/Edge/Application/msedge.exe"),
    ];

    /// <summary>Why browser tests are skipped where there is none.</summary>
    public const string Missing = "No Chromium, Chrome or Edge is installed: looked along PATH and in the usual places.";

    /// <summary>The program; null where there is none.</summary>
    public static string? Find()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return folders.SelectMany(folder => Names.Select(name => Path.Combine(folder, name))).Concat(Places).FirstOrDefault(File.Exists);
    }

    private static string Programs(Environment.SpecialFolder folder, string path) => Path.Combine(Environment.GetFolderPath(folder), path);
}
