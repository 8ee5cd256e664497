using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Setup;

/// <summary>What came of a setup file.</summary>
/// <param name="Problems">All that is wrong, each with its JSON path; then nothing was applied.</param>
/// <param name="Changes">Sources, destinations and subscriptions that were made or changed.</param>
public sealed record SetupResult(IReadOnlyList<ValidationProblem> Problems, int Changes)
{
    /// <summary>Whether the store now is as the file says.</summary>
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
            return new SetupResult([], 0);

        string text;
        try
        {
            var file = new FileInfo(_options.File);
            if (file.Length > MaxBytes)
                return Refused($"The setup file {_options.File} is larger than {MaxBytes / (1024 * 1024)} MB.");
            text = await File.ReadAllTextAsync(file.FullName, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return Refused($"The setup file {_options.File} cannot be read: {e.Message}");
        }

        return await ApplyAsync(text, cancellationToken);
    }

    /// <summary>Applies the text of a setup file.</summary>
    public async Task<SetupResult> ApplyAsync(string json, CancellationToken cancellationToken)
    {
        var file = SetupFileReader.Read(json, _configuration, out var problems);
        var result = await _applier.ApplyAsync(file, problems, cancellationToken);
        if (result.Changes > 0)
            _logger.LogInformation("The setup file changed {Count} sources, destinations and subscriptions", result.Changes);
        return result;
    }

    private static SetupResult Refused(string message) => new([new("", message)], 0);
}
