using System.Linq.Expressions;
using CommerceEventConsole.Engine.Jobs.Plans;
using CommerceEventConsole.Engine.Jobs.Runs;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommerceEventConsole.Engine.Jobs;

/// <summary>Keys, lengths and indexes of what is kept of jobs.</summary>
internal static class JobModel
{
    public const int MaxSummary = 1_000;

    public const int MaxError = 1_000;

    public const int MaxText = 1_000;

    public static void Configure(ModelBuilder builder)
    {
        builder.Entity<JobPlan>(e =>
        {
            e.HasKey(p => p.Job);
            Text(e, p => p.Job, JobId.MaxLength);
            Text(e, p => p.Title, 100);
            Text(e, p => p.Description, 400);
            Text(e, p => p.Default, 1000);
            Text(e, p => p.Edited, 1000);
            Text(e, p => p.ChangedBy, 256);
            e.Property(p => p.Version).IsConcurrencyToken();
        });
        builder.Entity<JobRun>(e =>
        {
            Text(e, r => r.Job, JobId.MaxLength);
            Text(e, r => r.Node, 100);
            Text(e, r => r.StartedBy, 256);
            Text(e, r => r.InterruptedBy, 256);
            Text(e, r => r.Summary, MaxSummary);
            Text(e, r => r.Error, MaxError);
            e.HasIndex(r => new { r.Job, r.Id });
            e.HasIndex(r => r.SeenAt, "IX_JobRuns_Running").HasFilter("Outcome = 1");
        });
        builder.Entity<JobLogLine>(e =>
        {
            e.HasKey(l => new { l.RunId, l.Number });
            Text(e, l => l.Text, MaxText);
        });
    }

    private static void Text<T>(EntityTypeBuilder<T> entity, Expression<Func<T, string?>> property, int length)
        where T : class => entity.Property(property).HasMaxLength(length);
}
