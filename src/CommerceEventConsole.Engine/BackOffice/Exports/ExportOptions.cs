using CommerceEventConsole.Engine.Jobs;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.BackOffice.Exports;

/// <summary>What is exported.</summary>
public enum ExportSubject
{
    /// <summary>Events, one row each, as soon as they are stored.</summary>
    Events,

    /// <summary>Deliveries, one row each, once they are delivered, failed, superseded or dismissed for the first time.</summary>
    Deliveries,
}

/// <summary>How rows are written.</summary>
public enum ExportFormat
{
    /// <summary>Separated by commas, with a header, in UTF-8 (RFC 4180).</summary>
    Csv,

    /// <summary>A JSON object a line.</summary>
    JsonLines,
}

/// <summary>Section <c>Exports</c>: files for business intelligence, made on a schedule.</summary>
public sealed class ExportOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Exports";

    /// <summary>The exports.</summary>
    public IList<ExportDefinition> Items { get; } = [];
}

/// <summary>One export: each event or delivery is in exactly one of its files.</summary>
public sealed class ExportDefinition
{
    /// <summary>Its name, unique; its position is kept under it. Letters, digits, hyphens.</summary>
    public string Name { get; set; } = "";

    /// <summary>What is exported.</summary>
    public ExportSubject What { get; set; }

    /// <summary>How rows are written.</summary>
    public ExportFormat Format { get; set; }

    /// <summary>The folder that files appear in, whole; empty for HTTP.</summary>
    public string Folder { get; set; } = "";

    /// <summary>The address below which files are put by PUT; empty for a folder.</summary>
    public string Url { get; set; } = "";

    /// <summary>HTTP: a token that goes along; empty for none.</summary>
    public string BearerToken { get; set; } = "";

    /// <summary>HTTP: whether the address may lie inside the network, and be plain http.</summary>
    public bool AllowPrivateAddress { get; set; }

    /// <summary>When to export, in UTC: five fields of cron, or six with seconds before them.</summary>
    public string Schedule { get; set; } = "10 * * * *";

    /// <summary>Rows of a file at most.</summary>
    public int RowsPerFile { get; set; } = 10_000;
}

/// <summary>Names every value that cannot work, at start.</summary>
internal sealed class ExportOptionsValidator(IEnumerable<ICronSyntax> cron) : IValidateOptions<ExportOptions>
{
    // A file is made in memory.
    private const int MostRows = 100_000;
    private const int MaxName = 50;

    public ValidateOptionsResult Validate(string? name, ExportOptions options)
    {
        var problems = new List<string>();
        for (var i = 0; i < options.Items.Count; i++)
            Check(problems, $"{ExportOptions.Section}:Items:{i}", options.Items[i]);
        foreach (var twice in options.Items.GroupBy(e => e.Name, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1))
            problems.Add($"{ExportOptions.Section}: there are two exports named \"{twice.Key}\".");
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private void Check(List<string> problems, string at, ExportDefinition export)
    {
        if (export.Name.Length is 0 or > MaxName || !export.Name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
            problems.Add($"{at}:Name must be made of letters, digits and hyphens, at most {MaxName}, but is \"{export.Name}\".");
        if (export.Folder.Length > 0 == export.Url.Length > 0)
            problems.Add($"{at} needs a Folder or a Url, one of both.");
        if (export.Folder.Length > 0 && !Path.IsPathFullyQualified(export.Folder))
            problems.Add($"{at}:Folder must be a whole path, but is \"{export.Folder}\".");
        if (export.Url.Length > 0 && (!Uri.TryCreate(export.Url, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttps && !(export.AllowPrivateAddress && url.Scheme == Uri.UriSchemeHttp))))
            problems.Add($"{at}:Url must start with https://, or with http:// where private addresses are allowed.");
        if (cron.Any(c => !c.IsValid(export.Schedule)))
            problems.Add($"{at}:Schedule must be five fields of cron, such as 10 * * * *, but is \"{export.Schedule}\".");
        if (export.RowsPerFile is < 1 or > MostRows)
            problems.Add($"{at}:RowsPerFile must be from 1 to {MostRows}, but is {export.RowsPerFile}.");
    }
}
