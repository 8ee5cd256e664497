using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Setup;

/// <summary>What came of a setup file.</summary>
/// <param name="Problems">All that is wrong, each with its JSON path; then nothing was applied.</param>
/// <param name="Steps">What the file does with everything that it names, in its order; empty where something is wrong.</param>
public sealed record SetupResult(IReadOnlyList<ValidationProblem> Problems, IReadOnlyList<SetupStep> Steps)
{
    /// <summary>Whether nothing was written: <see cref="Steps"/> is what would be done.</summary>
    public bool IsDryRun { get; init; }

    /// <summary>How much is made or changed.</summary>
    public int Changes => Steps.Count(s => s.Action != SetupAction.Keeps);

    /// <summary>Whether the store now is as the file says; after a dry run, whether it would be.</summary>
    public bool Succeeded => Problems.Count == 0;
}

/// <summary>Applies the setup file at start, after migrations and before anything is served.</summary>
public sealed class SetupRunner
{
    private const int MaxBytes = 4 * 1024 * 1024;

    private readonly SetupApplier _applier;
    private readonly IConfiguration _configuration;
    private readonly SetupOptions _options;
    private readonly ILogger<SetupRunner> _logger;

    internal SetupRunner(SetupApplier applier, IConfiguration configuration, IOptions<SetupOptions> options, ILogger<SetupRunner> logger)
    {
        _applier = applier;
        _configuration = configuration;
        _options = options.Value;
        _logger = logger;
    }

    /// <summary>Applies the file that <c>Setup:File</c> names; nothing where it names none.</summary>
    public async Task<SetupResult> ApplyAsync(CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(_options.File))
            return new SetupResult([], []);
        var (text, refused) = await ReadAsync(_options.File, cancellationToken);
        return text is null ? refused! : await ApplyAsync(text, cancellationToken);
    }

    /// <summary>Tells what a file would do, and does nothing.</summary>
    /// <param name="path">The file; null for the one that <c>Setup:File</c> names.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public async Task<SetupResult> CheckAsync(string? path, CancellationToken cancellationToken)
    {
        path = string.IsNullOrWhiteSpace(path) ? _options.File : path;
        if (string.IsNullOrWhiteSpace(path))
            return Refused("There is no setup file to check: name one, or set Setup:File.");
        var (text, refused) = await ReadAsync(path, cancellationToken);
        return text is null ? refused! : await CheckTextAsync(text, cancellationToken);
    }

    /// <summary>Tells what the text of a setup file would do, and does nothing.</summary>
    public Task<SetupResult> CheckTextAsync(string json, CancellationToken cancellationToken)
    {
        var file = SetupFileReader.Read(json, _configuration, out var problems);
        return _applier.ApplyAsync(file, problems, isDryRun: true, cancellationToken);
    }

    /// <summary>Applies the text of a setup file.</summary>
    public async Task<SetupResult> ApplyAsync(string json, CancellationToken cancellationToken)
    {
        var file = SetupFileReader.Read(json, _configuration, out var problems);
        var result = await _applier.ApplyAsync(file, problems, isDryRun: false, cancellationToken);
        if (result.Changes > 0)
            _logger.LogInformation("The setup file made or changed {Count} items", result.Changes);
        return result;
    }

    private static async Task<(string? Text, SetupResult? Refused)> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            var file = new FileInfo(path);
            return file.Length > MaxBytes
                ? (null, Refused($"The setup file {path} is larger than {MaxBytes / (1024 * 1024)} MB."))
                : (await File.ReadAllTextAsync(file.FullName, cancellationToken), null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return (null, Refused($"The setup file {path} cannot be read: {e.Message}"));
        }
    }

    private static SetupResult Refused(string message) => new([new("", message)], []);
}
