using System.Linq.Expressions;
using CommerceEventConsole.Engine.Activity;
using CommerceEventConsole.Engine.Alerts;
using CommerceEventConsole.Engine.Audit;
using CommerceEventConsole.Engine.BackOffice.Systems;
using CommerceEventConsole.Engine.Commerce.OwnChanges;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Deliveries.Edits;
using CommerceEventConsole.Engine.Deliveries.Stages;
using CommerceEventConsole.Engine.Destinations;
using CommerceEventConsole.Engine.Events;
using CommerceEventConsole.Engine.Failures;
using CommerceEventConsole.Engine.Freshness;
using CommerceEventConsole.Engine.Intake;
using CommerceEventConsole.Engine.Jobs;
using CommerceEventConsole.Engine.Replays;
using CommerceEventConsole.Engine.Resync;
using CommerceEventConsole.Engine.Sources;
using CommerceEventConsole.Engine.Subscriptions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommerceEventConsole.Engine.Storage;

/// <summary>
/// Keys, lengths and indexes. An index is here because a named query needs it; the tables on the intake path carry as few as they can,
/// and the queue's indexes hold only rows that are still to be sent.
/// </summary>
internal static class ConsoleModel
{
    public static void Configure(ModelBuilder builder)
    {
        Configurations(builder);
        Events(builder);
        Queue(builder);
        Installation(builder);
        AlertModel.Configure(builder);
        FreshnessModel.Configure(builder);
        ResyncModel.Configure(builder);
        JobModel.Configure(builder);
        BackOfficeModel.Configure(builder);
    }

    private static void Configurations(ModelBuilder builder)
    {
        builder.Entity<Source>(e =>
        {
            Text(e, s => s.Slug, 64);
            Text(e, s => s.Name, 100);
            Text(e, s => s.ProtectedSecret, 2000);
            Text(e, s => s.ClientId, 200);
            Text(e, s => s.PublicKeyBaseUrl, 400);
            Text(e, s => s.AllowedEnvironments, 1000);
            Text(e, s => s.ChangedBy, 256);
            e.HasIndex(s => s.Slug).IsUnique();
        });
        builder.Entity<Destination>(e =>
        {
            Text(e, d => d.Name, 100);
            Text(e, d => d.Url, 2000);
            Text(e, d => d.ProtectedSecret, 2000);
            Text(e, d => d.FinalStatuses, 200);
            Text(e, d => d.RetriedStatuses, 200);
            Text(e, d => d.HealthUrl, 2000);
            Text(e, d => d.ChangedBy, 256);
            e.HasIndex(d => d.Name).IsUnique();
        });
        builder.Entity<DestinationHealth>(e =>
        {
            e.HasKey(h => h.DestinationId);
            e.Property(h => h.DestinationId).ValueGeneratedNever();
            Text(e, h => h.Reason, 400);
            Text(e, h => h.ProbeError, 400);
            Text(e, h => h.ProbeOwner, 64);
        });
        builder.Entity<Subscription>(e =>
        {
            Text(e, s => s.Name, 100);
            Text(e, s => s.ChangedBy, 256);
            e.HasIndex(s => s.Name).IsUnique().HasFilter("Removed = 0");
            e.HasMany(s => s.Revisions).WithOne().HasForeignKey(r => r.SubscriptionId).OnDelete(DeleteBehavior.Restrict);
            e.HasMany(s => s.Routes).WithOne().HasForeignKey(r => r.SubscriptionId).OnDelete(DeleteBehavior.Restrict);
        });
        builder.Entity<SubscriptionRevision>(e =>
        {
            Text(e, r => r.EventType, 200);
            Text(e, r => r.CreatedBy, 256);
            Text(e, r => r.PublishedBy, 256);
            Sending(e.ComplexProperty(r => r.Sending));
            e.HasIndex(r => new { r.SubscriptionId, r.Number }).IsUnique();
        });
        builder.Entity<Route>(e =>
        {
            Sending(e.ComplexProperty(r => r.Sending));
            e.HasOne<Destination>().WithMany().HasForeignKey(r => r.DestinationId).OnDelete(DeleteBehavior.Restrict);
            e.HasIndex(r => new { r.SubscriptionId, r.DestinationId }).IsUnique();
        });
    }

    // No foreign keys here: sources, routes and revisions are never deleted while rows name them, and a check per row would cost intake.
    private static void Events(ModelBuilder builder)
    {
        builder.Entity<EventType>(e =>
        {
            Text(e, t => t.Name, 200);
            e.HasIndex(t => t.Name).IsUnique();
        });
        builder.Entity<StoredEvent>(e =>
        {
            e.ToTable("Events");
            e.HasKey(v => v.Seq);
            e.Property(v => v.Seq).ValueGeneratedNever();
            e.Property(v => v.IdentityHash).HasMaxLength(16).IsFixedLength();
            Text(e, v => v.EventId, 256);
            Text(e, v => v.EntityKey, 128);
            Text(e, v => v.OwnChange, OwnChangeRow.MaxDestinations);
            e.HasIndex(v => new { v.SourceId, v.IdentityHash }).IsUnique();
            e.HasIndex(v => new { v.EventTypeId, v.Seq });
            e.HasIndex(v => new { v.SourceId, v.Seq });
            e.HasIndex(v => v.ReceivedAt);
        });
        builder.Entity<EventSearchKey>(e =>
        {
            Text(e, k => k.Value, 128);
            e.HasKey(k => new { k.Value, k.Kind, k.EventSeq });
        });
        builder.Entity<RejectedRequest>(e =>
        {
            Text(e, r => r.Reason, 2000);
            e.HasIndex(r => new { r.SourceId, r.Id });
        });
        builder.Entity<OwnChangeRow>(e =>
        {
            e.ToTable("OwnChanges");
            Text(e, r => r.Key, 128);
            Text(e, r => r.Fields, OwnChangeRow.MaxFields);
            Text(e, r => r.DestinationIds, OwnChangeRow.MaxDestinations);
            e.HasIndex(r => new { r.Key, r.EntityKind });
            e.HasIndex(r => r.ExpiresAt);
        });
        builder.Entity<ActivityMinute>(e => e.HasKey(a => new { a.Minute, a.Measure, a.ScopeId }));
    }

    private static void Queue(ModelBuilder builder)
    {
        builder.Entity<Delivery>(e =>
        {
            e.Property(d => d.Id).ValueGeneratedNever();
            Text(e, d => d.LeaseOwner, 64);
            Text(e, d => d.LastError, 400);
            Text(e, d => d.StakeCurrency, 3);
            e.Property(d => d.LastAttempt).HasDefaultValue(0);
            e.Property(d => d.Edits).HasDefaultValue(EditMarks.None);
            e.HasIndex(d => d.EventSeq);
            e.HasIndex(d => new { d.DestinationId, d.DueAt, d.Id }, "IX_Deliveries_Due").HasFilter("State IN (1, 3)");
            e.HasIndex(d => new { d.RouteId, d.OrderKey, d.EventSeq }, "IX_Deliveries_Unfinished").HasFilter("State IN (1, 2, 3, 6)");
            e.HasIndex(d => d.LeaseUntil, "IX_Deliveries_Leased").HasFilter("State = 2");
            e.HasIndex(d => new { d.State, d.DestinationId, d.Id }, "IX_Deliveries_Attention").HasFilter("State IN (3, 5, 6, 7, 8)");

            // What does not get on by a route, the oldest first, for promises. Only in trouble does a delivery enter it: what goes well costs nothing.
            e.HasIndex(d => new { d.RouteId, d.EventSeq }, "IX_Deliveries_Stuck").HasFilter("State IN (3, 5, 6)");

            // With all that a group's counts and what it holds up are made of: they read this index alone.
            e.HasIndex(
                d => new { d.FailureGroupId, d.Id, d.State, d.StakeKind, d.StakeKey, d.StakeValue, d.StakeCurrency }, "IX_Deliveries_Grouped")
                .HasFilter("State IN (3, 5)");
            e.HasIndex(d => new { d.ReplayId, d.State }, "IX_Deliveries_Replayed").HasFilter("ReplayId IS NOT NULL");
            e.HasIndex(d => new { d.DismissalId, d.Id }, "IX_Deliveries_Dismissed").HasFilter("State = 8");
        });
        builder.Entity<DeliveryAttempt>(e =>
        {
            Text(e, a => a.Error, 400);
            Text(e, a => a.StageName, 40);

            // Numbers alone repeat: a dispatcher whose lease ran out while it was sending, and the next one, count alike.
            e.HasIndex(a => new { a.DeliveryId, a.Number, a.StartedAt }).IsUnique();
        });

        // Of routes that write back only: some rows for each of their deliveries.
        builder.Entity<DeliveryStage>(e =>
        {
            e.HasKey(s => new { s.DeliveryId, s.Attempt, s.Stage, s.Name });
            Text(e, s => s.Name, 40);
            Text(e, s => s.MediaType, 200);
        });

        // Made by hand: a few a day.
        builder.Entity<DeliveryEdit>(e =>
        {
            e.HasKey(d => d.DeliveryId);
            e.Property(d => d.DeliveryId).ValueGeneratedNever();
            Text(e, d => d.EditedBy, 256);
            Text(e, d => d.Reason, 500);
            e.HasIndex(d => d.OriginalId).IsUnique();
        });

        builder.Entity<Dismissal>(e => Text(e, d => d.CreatedBy, 256));

        builder.Entity<FailureGroup>(e =>
        {
            Text(e, g => g.Message, 400);
            Text(e, g => g.Owner, 256);
            Text(e, g => g.Note, 2000);
            Text(e, g => g.TicketUrl, 2000);
            e.HasIndex(g => new { g.DestinationId, g.Signature }).IsUnique();
        });

        // Started by people: some hundreds a year, read by their ids.
        builder.Entity<Replay>(e =>
        {
            Text(e, r => r.Title, 200);
            Text(e, r => r.CreatedBy, 256);
            Text(e, r => r.Reason, 500);
            Text(e, r => r.Error, 400);
            Text(e, r => r.LeaseOwner, 64);
        });
    }

    private static void Installation(ModelBuilder builder)
    {
        builder.Entity<AuditEntry>(e =>
        {
            Text(e, a => a.Who, 256);
            Text(e, a => a.Action, 100);
            Text(e, a => a.Subject, 300);
        });
        builder.Entity<Counter>(e =>
        {
            e.HasKey(c => c.Name);
            Text(e, c => c.Name, 50);
            e.HasData(
                new Counter { Name = Counter.EventSeq },
                new Counter { Name = Counter.DeliveryId },
                new Counter { Name = Counter.Configuration },
                new Counter { Name = Counter.Accounts });
        });
        builder.Entity<Setting>(e =>
        {
            e.HasKey(s => s.Name);
            Text(e, s => s.Name, 100);
        });
        builder.Entity<DataProtectionKeyRow>(e =>
        {
            e.ToTable("DataProtectionKeys");
            Text(e, k => k.FriendlyName, 200);
        });
    }

    private static void Sending(ComplexPropertyBuilder<RouteSending> sending)
    {
        sending.Property(s => s.Order).HasColumnName("SendOrder");
        sending.Property(s => s.BatchSize).HasColumnName("BatchSize");
        sending.Property(s => s.BatchSeconds).HasColumnName("BatchSeconds");
    }

    private static void Text<T>(EntityTypeBuilder<T> entity, Expression<Func<T, string?>> property, int length)
        where T : class => entity.Property(property).HasMaxLength(length);
}
