using CommerceEventConsole.Engine.Access;
using CommerceEventConsole.Engine.Activity;
using CommerceEventConsole.Engine.Alerts;
using CommerceEventConsole.Engine.Alerts.Channels;
using CommerceEventConsole.Engine.Alerts.Notices;
using CommerceEventConsole.Engine.Alerts.Rules;
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
using CommerceEventConsole.Engine.Jobs.Plans;
using CommerceEventConsole.Engine.Jobs.Runs;
using CommerceEventConsole.Engine.Replays;
using CommerceEventConsole.Engine.Resync.Definitions;
using CommerceEventConsole.Engine.Resync.Runs;
using CommerceEventConsole.Engine.Sources;
using CommerceEventConsole.Engine.Subscriptions;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Storage;

/// <summary>The one model that both databases hold. A provider adds how it stores a time, and its migrations.</summary>
public abstract class ConsoleDbContext(DbContextOptions options) : IdentityDbContext<ConsoleUser, IdentityRole, string>(options)
{
    /// <summary>Where events come from.</summary>
    public DbSet<Source> Sources => Set<Source>();

    /// <summary>Systems that receive.</summary>
    public DbSet<Destination> Destinations => Set<Destination>();

    /// <summary>Which events matter.</summary>
    public DbSet<Subscription> Subscriptions => Set<Subscription>();

    /// <summary>The circuits of destinations.</summary>
    public DbSet<DestinationHealth> DestinationHealth => Set<DestinationHealth>();

    /// <summary>The versions of subscriptions.</summary>
    public DbSet<SubscriptionRevision> SubscriptionRevisions => Set<SubscriptionRevision>();

    /// <summary>The ways from subscriptions to destinations.</summary>
    public DbSet<Route> Routes => Set<Route>();

    /// <summary>Canonical event types.</summary>
    public DbSet<EventType> EventTypes => Set<EventType>();

    /// <summary>Events as received.</summary>
    public DbSet<StoredEvent> Events => Set<StoredEvent>();

    /// <summary>What events can be found by.</summary>
    public DbSet<EventSearchKey> EventSearchKeys => Set<EventSearchKey>();

    /// <summary>Authentic requests that could not be read.</summary>
    public DbSet<RejectedRequest> RejectedRequests => Set<RejectedRequest>();

    /// <summary>The queue.</summary>
    public DbSet<Delivery> Deliveries => Set<Delivery>();

    /// <summary>Tries of deliveries.</summary>
    public DbSet<DeliveryAttempt> DeliveryAttempts => Set<DeliveryAttempt>();

    /// <summary>Stages of deliveries that are done.</summary>
    public DbSet<DeliveryStage> DeliveryStages => Set<DeliveryStage>();

    /// <summary>What people changed of deliveries.</summary>
    public DbSet<DeliveryEdit> DeliveryEdits => Set<DeliveryEdit>();

    /// <summary>Decisions that deliveries need not arrive.</summary>
    public DbSet<Dismissal> Dismissals => Set<Dismissal>();

    /// <summary>Failed and retrying deliveries that failed alike.</summary>
    public DbSet<FailureGroup> FailureGroups => Set<FailureGroup>();

    /// <summary>Operations that make deliveries.</summary>
    public DbSet<Replay> Replays => Set<Replay>();

    /// <summary>Comparisons of Commerce with back-office systems.</summary>
    public DbSet<ResyncDefinition> ResyncDefinitions => Set<ResyncDefinition>();

    /// <summary>Their runs.</summary>
    public DbSet<ResyncRun> ResyncRuns => Set<ResyncRun>();

    /// <summary>What the runs have listed.</summary>
    public DbSet<ResyncDifference> ResyncDifferences => Set<ResyncDifference>();
    /// <summary>What the console wrote to Commerce a short time ago.</summary>
    public DbSet<OwnChangeRow> OwnChanges => Set<OwnChangeRow>();

    /// <summary>Counts per minute.</summary>
    public DbSet<ActivityMinute> ActivityMinutes => Set<ActivityMinute>();

    /// <summary>When people are told of something.</summary>
    public DbSet<AlertRule> AlertRules => Set<AlertRule>();

    /// <summary>By what means they are told.</summary>
    public DbSet<AlertChannel> AlertChannels => Set<AlertChannel>();

    /// <summary>What rules found.</summary>
    public DbSet<Alert> Alerts => Set<Alert>();

    /// <summary>What channels tell of it.</summary>
    public DbSet<AlertNotice> AlertNotices => Set<AlertNotice>();

    /// <summary>Limits on how old something may get.</summary>
    public DbSet<FreshnessPromise> FreshnessPromises => Set<FreshnessPromise>();

    /// <summary>How jobs are to run.</summary>
    public DbSet<JobPlan> JobPlans => Set<JobPlan>();

    /// <summary>Runs of jobs.</summary>
    public DbSet<JobRun> JobRuns => Set<JobRun>();

    /// <summary>Their logs.</summary>
    public DbSet<JobLogLine> JobLogLines => Set<JobLogLine>();

    /// <summary>Systems that records are exchanged with.</summary>
    public DbSet<BackOfficeSystem> BackOfficeSystems => Set<BackOfficeSystem>();

    /// <summary>Who changed what.</summary>
    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();

    /// <summary>Shared numbers.</summary>
    public DbSet<Counter> Counters => Set<Counter>();

    /// <summary>Values of the installation.</summary>
    public DbSet<Setting> Settings => Set<Setting>();

    /// <summary>The Data Protection key ring.</summary>
    public DbSet<DataProtectionKeyRow> DataProtectionKeys => Set<DataProtectionKeyRow>();

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        ConsoleModel.Configure(builder);
    }
}
