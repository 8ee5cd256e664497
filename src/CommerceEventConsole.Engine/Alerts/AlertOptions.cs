using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Alerts;

/// <summary>Section <c>Alerts</c>.</summary>
public sealed class AlertOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Alerts";

    /// <summary>How often rules are looked at.</summary>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Where people open the console, for links in messages; without it messages have none.</summary>
    public Uri? ConsoleUrl { get; set; }
}

/// <summary>Names every value that cannot work, at start.</summary>
internal sealed class AlertOptionsValidator : IValidateOptions<AlertOptions>
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    public ValidateOptionsResult Validate(string? name, AlertOptions options)
    {
        var problems = new List<string>();
        if (options.Interval < Shortest || options.Interval > Longest)
            problems.Add($"{AlertOptions.Section}:{nameof(options.Interval)} must be from {Shortest} to {Longest}, but is {options.Interval}.");
        if (options.ConsoleUrl is { } url && (!url.IsAbsoluteUri || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps)))
            problems.Add($"{AlertOptions.Section}:{nameof(options.ConsoleUrl)} must be an address that starts with https:// or http://.");
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
