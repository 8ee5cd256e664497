using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.BackOffice;

/// <summary>Section <c>BackOffice</c>: what connectors may do, whoever sets them up.</summary>
public sealed class BackOfficeOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "BackOffice";

    /// <summary>Folders below which files may be read and written; none at first, so that no screen opens the machine's files.</summary>
    public IList<string> Folders { get; } = [];

    /// <summary>Bytes of one answer at most, 16 MB at first.</summary>
    public int MaxAnswerBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>Bytes of one file at most, 256 MB at first.</summary>
    public long MaxFileBytes { get; set; } = 256L * 1024 * 1024;

    /// <summary>Characters of one address at most: what is asked for by more keys than fit goes in several requests. Servers and proxies refuse long ones.</summary>
    public int MaxAddressLength { get; set; } = 4000;

    /// <summary>How often a request is repeated that failed in a way that may pass.</summary>
    public int Retries { get; set; } = 3;

    /// <summary>The first pause before that; it doubles.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause that a request waits for; a system that asks for a longer one is left alone by the caller.</summary>
    public TimeSpan LongestWait { get; set; } = TimeSpan.FromSeconds(30);
}

/// <summary>Names every value that cannot work, at start.</summary>
internal sealed class BackOfficeOptionsValidator : IValidateOptions<BackOfficeOptions>
{
    private const int MostRetries = 10;
    private const int ShortestAddress = 500;
    private const int LongestAddress = 64_000;
    private const int Megabyte = 1024 * 1024;
    private const long LargestFile = 4L * 1024 * Megabyte;

    public ValidateOptionsResult Validate(string? name, BackOfficeOptions options)
    {
        var problems = new List<string>();
        foreach (var folder in options.Folders.Where(f => !Path.IsPathFullyQualified(f)))
            problems.Add($"{BackOfficeOptions.Section}:Folders must hold whole paths, but \"{folder}\" is none.");
        if (options.MaxAnswerBytes is < Megabyte or > 256 * Megabyte)
            problems.Add($"{BackOfficeOptions.Section}:MaxAnswerBytes must be between 1 and 256 MB, but is {options.MaxAnswerBytes} bytes.");
        if (options.MaxFileBytes is < Megabyte or > LargestFile)
            problems.Add($"{BackOfficeOptions.Section}:MaxFileBytes must be between 1 MB and 4 GB, but is {options.MaxFileBytes} bytes.");
        if (options.MaxAddressLength is < ShortestAddress or > LongestAddress)
            problems.Add($"{BackOfficeOptions.Section}:MaxAddressLength must be from {ShortestAddress} to {LongestAddress}, but is {options.MaxAddressLength}.");
        if (options.Retries is < 0 or > MostRetries)
            problems.Add($"{BackOfficeOptions.Section}:Retries must be from 0 to {MostRetries}, but is {options.Retries}.");
        if (options.RetryDelay <= TimeSpan.Zero || options.LongestWait < options.RetryDelay || options.LongestWait > TimeSpan.FromMinutes(10))
            problems.Add($"{BackOfficeOptions.Section}:RetryDelay must be above zero and at most LongestWait, and that at most 10 minutes.");
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
