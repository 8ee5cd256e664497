namespace CommerceEventConsole.EndToEnd.Tests.Processes;

/// <summary>A console's own folder: database and setup file. It outlives the processes that work on it.</summary>
internal sealed class ConsoleFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("console-test-");

    public string Path => _folder.FullName;

    public string Database => System.IO.Path.Combine(Path, "console.db");

    /// <summary>The setup file, where one was written.</summary>
    public string? SetupFile { get; private set; }

    public StoreReader Store => new(Database);

    public async Task WriteSetupAsync(string json)
    {
        SetupFile = System.IO.Path.Combine(Path, "setup.json");
        await File.WriteAllTextAsync(SetupFile, json, TestContext.Current.CancellationToken);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
