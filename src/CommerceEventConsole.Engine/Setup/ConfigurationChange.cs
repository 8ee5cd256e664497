using CommerceEventConsole.Engine.Audit;
using CommerceEventConsole.Engine.Storage;

namespace CommerceEventConsole.Engine.Setup;

/// <summary>A change of the configuration under way: what is recorded here is committed together, or not at all.</summary>
/// <param name="context">The open transaction's context.</param>
/// <param name="who">Who makes the change.</param>
/// <param name="at">When.</param>
/// <param name="version">The configuration version that it makes.</param>
internal sealed class ConfigurationChange(ConsoleDbContext context, string who, DateTimeOffset at, long version)
{
    public ConsoleDbContext Context => context;

    public string Who => who;

    public DateTimeOffset At => at;

    public long Version => version;

    /// <summary>Whether anything was recorded: a change without a record is none.</summary>
    public bool HasRecords { get; private set; }

    /// <summary>Writes down what was changed; the audit entry is part of the transaction.</summary>
    public void Record(string action, string subject, string? before, string? after)
    {
        HasRecords = true;
        context.AuditEntries.Add(new AuditEntry
        {
            At = at,
            Who = who,
            Action = action,
            Subject = subject,
            Before = before,
            After = after,
        });
    }

    /// <summary>Names this change as the last one of a row's content.</summary>
    public void Stamp(IConfigurationRow row)
    {
        row.Version = version;
        row.ChangedBy = who;
        row.ChangedAt = at;
    }
}
