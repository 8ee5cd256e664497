using CommerceEventConsole.Engine.Audit;
using CommerceEventConsole.Engine.Setup;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Commerce.Sync;

/// <summary>Notes what was written to Commerce. The console's own configuration does not change by it.</summary>
internal sealed class CommerceAudit(IDbContextFactory<ConsoleDbContext> factory, TimeProvider time)
{
    /// <summary>Writes one entry down.</summary>
    public async Task RecordAsync<TBefore, TAfter>(string who, string action, string subject, TBefore before, TAfter after, CancellationToken cancellationToken)
    {
        await using var context = await factory.CreateDbContextAsync(cancellationToken);
        context.AuditEntries.Add(new AuditEntry
        {
            At = time.Now(),
            Who = who,
            Action = action,
            Subject = subject,
            Before = before is null ? null : AuditJson.Write(before),
            After = AuditJson.Write(after),
        });
        await context.SaveChangesAsync(cancellationToken);
    }
}
