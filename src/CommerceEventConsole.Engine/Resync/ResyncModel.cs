using System.Linq.Expressions;
using CommerceEventConsole.Engine.Resync.Definitions;
using CommerceEventConsole.Engine.Resync.Runs;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommerceEventConsole.Engine.Resync;

/// <summary>Keys, lengths and indexes of what resyncs keep.</summary>
internal static class ResyncModel
{
    public static void Configure(ModelBuilder builder)
    {
        builder.Entity<ResyncDefinition>(e =>
        {
            e.ToTable("ResyncDefinitions");
            Text(e, d => d.Name, 100);
            Text(e, d => d.Schedule, 100);
            Text(e, d => d.TimeZone, 64);
            Text(e, d => d.Blackout, 200);
            Text(e, d => d.Fields, 4000);
            Text(e, d => d.ChangedBy, 256);
            e.HasIndex(d => d.Name).IsUnique();
        });
        builder.Entity<ResyncRun>(e =>
        {
            e.ToTable("ResyncRuns");
            e.Ignore(r => r.Same);
            e.Ignore(r => r.CallsSaved);
            e.Ignore(r => r.IsUnfinished);
            Text(e, r => r.Name, 100);
            Text(e, r => r.StartedBy, 256);
            Text(e, r => r.Waiting, 400);
            Text(e, r => r.Error, 400);
            Text(e, r => r.LeaseOwner, 64);
            e.HasIndex(r => new { r.DefinitionId, r.Id });

            // One at a time, whatever two nodes may think of whose turn it is; and the way to those that go on.
            e.HasIndex(r => r.DefinitionId, "IX_ResyncRuns_Unfinished").IsUnique().HasFilter("State IN (1, 2)");
        });
        builder.Entity<ResyncDifference>(e =>
        {
            e.ToTable("ResyncDifferences");
            Text(e, d => d.Key, ResyncDifference.MaxKey);
            Text(e, d => d.Field, Comparing.FieldRule.MaxPath);
            Text(e, d => d.Here, ResyncDifference.MaxText);
            Text(e, d => d.There, ResyncDifference.MaxText);
            Text(e, d => d.Error, ResyncDifference.MaxText);
            e.HasOne<ResyncRun>().WithMany().HasForeignKey(d => d.RunId).OnDelete(DeleteBehavior.Cascade);
            e.HasIndex(d => new { d.RunId, d.Outcome, d.Id });
            e.HasIndex(d => new { d.RunId, d.Key, d.Field });
        });
    }

    private static void Text<T>(EntityTypeBuilder<T> entity, Expression<Func<T, string?>> property, int length)
        where T : class => entity.Property(property).HasMaxLength(length);
}
