using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Jobs.Retention;

/// <summary>Section <c>Retention</c>: how long what happened is kept, and when the rest is removed.</summary>
public sealed class RetentionOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Retention";

    /// <summary>Whether anything is removed at all.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>When to clean up, in UTC: five fields of cron, or six with seconds before them.</summary>
    public string Schedule { get; set; } = "30 3 * * *";

    /// <summary>Days since they were received that events are kept, with their deliveries; an unfinished delivery keeps its event longer.</summary>
    public int EventDays { get; set; } = 90;

    /// <summary>Days that unreadable requests are kept.</summary>
    public int RejectedDays { get; set; } = 30;

    /// <summary>Days that the counts behind charts are kept.</summary>
    public int ActivityDays { get; set; } = 400;

    /// <summary>Days that the audit log is kept.</summary>
    public int AuditDays { get; set; } = 730;

    /// <summary>Days that alerts which are over are kept.</summary>
    public int AlertDays { get; set; } = 180;

    /// <summary>Days that runs of jobs are kept, with their log lines.</summary>
    public int JobRunDays { get; set; } = 90;

    /// <summary>Rows looked at, and removed in one transaction, at most: while it lasts nothing else is written on SQLite.</summary>
    public int BatchSize { get; set; } = 500;

    /// <summary>The least pause after a batch; it is at least as long as the batch took, so that half of the time is intake's.</summary>
    public TimeSpan Pause { get; set; } = TimeSpan.FromMilliseconds(50);
}

/// <summary>Names every value that cannot work, at start.</summary>
internal sealed class RetentionOptionsValidator(ICronSyntax cron) : IValidateOptions<RetentionOptions>
{
    private const int MostDays = 36_500;

    // One statement names a batch's rows by parameters, of which SQL Server takes 2,100.
    private const int LargestBatch = 1_000;

    public ValidateOptionsResult Validate(string? name, RetentionOptions options)
    {
        var problems = new List<string>();
        if (!cron.IsValid(options.Schedule))
            Add(nameof(options.Schedule), $"\"{options.Schedule}\"", "five fields of cron, such as 30 3 * * *");
        Between(nameof(options.EventDays), options.EventDays, MostDays);
        Between(nameof(options.RejectedDays), options.RejectedDays, MostDays);
        Between(nameof(options.ActivityDays), options.ActivityDays, MostDays);
        Between(nameof(options.AuditDays), options.AuditDays, MostDays);
        Between(nameof(options.AlertDays), options.AlertDays, MostDays);
        Between(nameof(options.JobRunDays), options.JobRunDays, MostDays);
        Between(nameof(options.BatchSize), options.BatchSize, LargestBatch);
        if (options.Pause < TimeSpan.Zero || options.Pause > TimeSpan.FromMinutes(1))
            Add(nameof(options.Pause), options.Pause, "from zero to a minute");
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);

        void Between(string setting, int value, int most)
        {
            if (value < 1 || value > most)
                Add(setting, value, $"from 1 to {most}");
        }

        void Add(string setting, object value, string wanted) =>
            problems.Add($"{RetentionOptions.Section}:{setting} must be {wanted}, but is {value}.");
    }
}
