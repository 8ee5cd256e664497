using System.Linq.Expressions;
using CommerceEventConsole.Engine.Alerts.Channels;
using CommerceEventConsole.Engine.Alerts.Notices;
using CommerceEventConsole.Engine.Alerts.Registrations;
using CommerceEventConsole.Engine.Alerts.Rules;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace CommerceEventConsole.Engine.Alerts;

/// <summary>Keys, lengths and indexes of what alerts keep.</summary>
internal static class AlertModel
{
    public const int MaxTitle = 200;

    public const int MaxText = 1_000;

    public static void Configure(ModelBuilder builder)
    {
        builder.Entity<AlertRule>(e =>
        {
            Text(e, r => r.Name, 100);
            Text(e, r => r.Channels, 400);
            Text(e, r => r.ChangedBy, 256);
            e.HasIndex(r => r.Name).IsUnique();
        });
        builder.Entity<AlertChannel>(e =>
        {
            Text(e, c => c.Name, 100);
            Text(e, c => c.Host, 255);
            Text(e, c => c.UserName, 256);
            Text(e, c => c.From, 320);
            Text(e, c => c.To, 2000);
            Text(e, c => c.Url, 2000);
            Text(e, c => c.ProtectedSecret, 2000);
            Text(e, c => c.TimeZone, 64);
            Text(e, c => c.LastError, 400);
            Text(e, c => c.ChangedBy, 256);
            e.HasIndex(c => c.Name).IsUnique();
        });
        builder.Entity<Alert>(e =>
        {
            Text(e, a => a.RuleName, 100);
            Text(e, a => a.Subject, 100);
            Text(e, a => a.Title, MaxTitle);
            Text(e, a => a.Text, MaxText);
            Text(e, a => a.Path, 200);
            Text(e, a => a.Ending, 200);
            Text(e, a => a.AcknowledgedBy, 256);

            // One at a time, whatever two nodes may think of whose turn it is; and the way to those that go on.
            e.HasIndex(a => new { a.RuleId, a.Subject }, "IX_Alerts_Active").IsUnique().HasFilter("ResolvedAt IS NULL");
        });
        builder.Entity<AlertNotice>(e =>
        {
            Text(e, n => n.MessageId, 40);
            e.HasOne<Alert>().WithMany().HasForeignKey(n => n.AlertId).OnDelete(DeleteBehavior.Cascade);
            e.HasIndex(n => new { n.ChannelId, n.Id }, "IX_AlertNotices_Waiting").HasFilter("State = 1");
        });
        builder.Entity<IntakeAnswerHour>(e => e.HasKey(h => new { h.Hour, h.SourceId }));
    }

    private static void Text<T>(EntityTypeBuilder<T> entity, Expression<Func<T, string?>> property, int length)
        where T : class => entity.Property(property).HasMaxLength(length);
}
