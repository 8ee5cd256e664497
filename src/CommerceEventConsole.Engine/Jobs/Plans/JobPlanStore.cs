using CommerceEventConsole.Engine.Audit;
using CommerceEventConsole.Engine.Setup;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Jobs.Plans;

/// <summary>Reads and changes plans. What a person changes is audited.</summary>
internal sealed class JobPlanStore(IDbContextFactory<ConsoleDbContext> contexts, TimeProvider time)
{
    /// <summary>Jobs on the list at most.</summary>
    public const int MaxJobs = 500;

    public async Task<IReadOnlyList<JobPlan>> ListAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await db.JobPlans.AsNoTracking().OrderBy(p => p.Title).ThenBy(p => p.Job).Take(MaxJobs).ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task<JobPlan?> GetAsync(JobId job, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await One(db, job).AsNoTracking().SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes what the configuration or a job's owner says of it; an operator's edit stays.</summary>
    public async Task<JobPlan> SetDefaultAsync(JobSchedule schedule, bool isDynamic, CancellationToken cancellationToken)
    {
        try
        {
            return await WriteDefaultAsync(schedule, isDynamic, cancellationToken).ConfigureAwait(false);
        }
        catch (DbUpdateException)
        {
            // Nodes that start together: another has just written the row.
            return await WriteDefaultAsync(schedule, isDynamic, cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task RemoveAsync(JobId job, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        await One(db, job).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Changes a plan in the name of a person.</summary>
    /// <param name="job">Whose.</param>
    /// <param name="version">As which version it was looked at; null where that does not matter.</param>
    /// <param name="who">Who asks.</param>
    /// <param name="action">What the audit log calls it.</param>
    /// <param name="change">Changes the row.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<ChangeResult<JobPlan>> ChangeAsync(
        JobId job, long? version, string who, string action, Action<JobPlan> change, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(who);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var row = await One(db, job).SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        if (row is null)
            return ChangeResult<JobPlan>.NotFound();
        if (version is { } seen && seen != row.Version)
            return ChangeResult<JobPlan>.Conflict(row, row.ChangedBy ?? "Somebody");
        var before = Describe(row);
        change(row);
        var after = Describe(row);
        if (before == after)
            return ChangeResult<JobPlan>.Unchanged(row);
        (row.Version, row.ChangedBy, row.ChangedAt) = (row.Version + 1, who, time.Now());
        db.AuditEntries.Add(Entry(row, who, action, before, after));
        try
        {
            await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (DbUpdateConcurrencyException)
        {
            var present = await GetAsync(job, cancellationToken).ConfigureAwait(false);
            return present is null ? ChangeResult<JobPlan>.NotFound() : ChangeResult<JobPlan>.Conflict(present, present.ChangedBy ?? "Somebody");
        }

        return ChangeResult<JobPlan>.Changed(row);
    }

    /// <summary>Writes what a person did that changes no plan.</summary>
    public async Task RecordAsync(JobPlan plan, string who, string action, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(who);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        db.AuditEntries.Add(Entry(plan, who, action, before: null, after: null));
        await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
    }

    private static IQueryable<JobPlan> One(ConsoleDbContext db, JobId job)
    {
        var key = job.ToString();
        return db.JobPlans.Where(p => p.Job == key);
    }

    private static string Describe(JobPlan plan) => AuditJson.Write(new { plan.Timing, edited = plan.Edited is not null, plan.IsPaused });

    private AuditEntry Entry(JobPlan plan, string who, string action, string? before, string? after) => new()
    {
        At = time.Now(), Who = who, Action = action, Subject = $"Job {plan.Job}: {plan.Title}", Before = before, After = after,
    };

    private async Task<JobPlan> WriteDefaultAsync(JobSchedule schedule, bool isDynamic, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var row = await One(db, schedule.Job).SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        if (row is null)
        {
            row = new JobPlan { Job = schedule.Job.ToString(), Title = schedule.Title, Default = "" };
            db.JobPlans.Add(row);
        }

        (row.Title, row.Description, row.Default) = (schedule.Title, schedule.Description, JobPlan.Write(schedule.Timing));
        (row.Recovers, row.IsDynamic) = (schedule.Recovers, isDynamic);
        await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        return row;
    }
}
