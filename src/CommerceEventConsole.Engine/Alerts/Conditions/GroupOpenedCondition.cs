using System.Globalization;
using CommerceEventConsole.Engine.Alerts.Rules;
using CommerceEventConsole.Engine.Failures;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Alerts.Conditions;

/// <summary>Failure groups that nobody looks after. One that somebody takes, snoozes or settles is over; one that comes back is another.</summary>
internal sealed class GroupOpenedCondition(IDbContextFactory<ConsoleDbContext> contexts) : IAlertCondition
{
    /// <summary>Groups that alert at a time: more of them tell a person nothing new.</summary>
    public const int MaxGroups = 100;

    public AlertKind Kind => AlertKind.GroupOpened;

    public async Task<AlertFindings> FindAsync(AlertRule rule, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await (
            from g in context.FailureGroups.AsNoTracking()
            where g.State == FailureGroupState.Open && (rule.DestinationId == null || g.DestinationId == rule.DestinationId)
            join d in context.Destinations on g.DestinationId equals d.Id
            orderby g.OpenedAt, g.Id
            select new { Group = g, Destination = d.Name }).Take(MaxGroups + 1).ToListAsync(cancellationToken);
        return new AlertFindings([.. rows.Take(MaxGroups).Select(r => Finding(r.Group, r.Destination))], rows.Count <= MaxGroups);
    }

    private static AlertFinding Finding(FailureGroup group, string destination) => new(
        string.Create(CultureInfo.InvariantCulture, $"group:{group.Id}@{group.OpenedAt.ToUnixTimeSeconds()}"),
        Title(group.Class, destination),
        $"{Answer(group)} {Came(group)} Look at an example, put right what is wrong there, then replay.",
        string.Create(CultureInfo.InvariantCulture, $"failures/groups/{group.Id}"),
        group.OpenedAt);

    private static string Title(FailureClass what, string destination) => what switch
    {
        FailureClass.Refused => $"{destination} refuses deliveries",
        FailureClass.Unreachable => $"{destination} cannot be reached",
        FailureClass.TimedOut => $"{destination} does not answer in time",
        FailureClass.BrokenOff => $"{destination} breaks off the connection",
        FailureClass.NotTrusted => $"The connection to {destination} is not safe",
        FailureClass.AtStage => $"Deliveries to {destination} fail at a stage of their route",
        _ => $"Deliveries cannot be sent to {destination}",
    };

    private static string Answer(FailureGroup group) => group.StatusCode is { } status
        ? string.Create(CultureInfo.InvariantCulture, $"Deliveries fail with status {status}: “{group.Message}”.")
        : $"Deliveries fail: “{group.Message}”.";

    private static string Came(FailureGroup group) => group.Reopened > 0 ? "This had been settled, and has come back." : "This has not happened before.";
}
