using System.Linq.Expressions;
using CommerceEventConsole.Engine.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommerceEventConsole.Engine.Freshness;

/// <summary>Keys and lengths of promises. The index that finds what a route does not get on with is among the queue's.</summary>
internal static class FreshnessModel
{
    public const int MaxEventType = 200;

    public const int MaxWhy = 400;

    public static void Configure(ModelBuilder builder) => builder.Entity<FreshnessPromise>(e =>
    {
        e.ToTable("FreshnessPromises");
        e.Ignore(p => p.Limit);
        e.Ignore(p => p.HasRun);
        e.Ignore(p => p.IsBroken);
        e.Ignore(p => p.BrokenSince);
        Text(e, p => p.Name, 100);
        Text(e, p => p.EventType, MaxEventType);
        Text(e, p => p.Job, JobId.MaxLength);
        Text(e, p => p.OldestKey, 128);
        Text(e, p => p.Why, MaxWhy);
        Text(e, p => p.ChangedBy, 256);
        e.HasIndex(p => p.Name).IsUnique();
    });

    private static void Text<T>(EntityTypeBuilder<T> entity, Expression<Func<T, string?>> property, int length)
        where T : class => entity.Property(property).HasMaxLength(length);
}
