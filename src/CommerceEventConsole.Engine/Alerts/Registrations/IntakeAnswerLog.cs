using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Alerts.Registrations;

/// <summary>Adds this node's counts of answers to those of all nodes, and forgets what no rule looks back to.</summary>
internal sealed class IntakeAnswerLog(IDbContextFactory<ConsoleDbContext> contexts, IntakeAnswers answers, TimeProvider time)
{
    /// <summary>Adobe judges the last 24 hours (spec 2.8).</summary>
    public const int HoursLookedAt = 24;

    private const int HoursKept = 48;
    private const int SecondsPerHour = 3600;

    /// <summary>The hour of a moment.</summary>
    public static int HourOf(DateTimeOffset at) => (int)(at.ToUnixTimeSeconds() / SecondsPerHour);

    /// <summary>Stores what was counted since the last call. What cannot be stored is counted again next time.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        var taken = answers.Take();
        if (taken.Count == 0)
            return;
        var stored = 0;
        try
        {
            await using var context = await contexts.CreateDbContextAsync(cancellationToken);
            var hour = HourOf(time.GetUtcNow());
            for (; stored < taken.Count; stored++)
                await AddAsync(context, hour, taken[stored], cancellationToken);
            await context.Set<IntakeAnswerHour>().Where(h => h.Hour < hour - HoursKept).ExecuteDeleteAsync(cancellationToken);
        }
        finally
        {
            foreach (var (source, requests, failed) in taken.Skip(stored))
                answers.Return(source, requests, failed);
        }
    }

    internal static async Task AddAsync(
        ConsoleDbContext context, int hour, (int SourceId, long Requests, long Failed) counted, CancellationToken cancellationToken)
    {
        var raised = await context.Set<IntakeAnswerHour>().Where(h => h.Hour == hour && h.SourceId == counted.SourceId).ExecuteUpdateAsync(
            set => set.SetProperty(h => h.Requests, h => h.Requests + counted.Requests).SetProperty(h => h.Failed, h => h.Failed + counted.Failed),
            cancellationToken);
        if (raised > 0)
            return;

        // Another node may make the row at the same moment: this then fails, and the counts wait for the next time.
        context.Add(new IntakeAnswerHour { Hour = hour, SourceId = counted.SourceId, Requests = counted.Requests, Failed = counted.Failed });
        await context.SaveChangesAsync(cancellationToken);
    }
}
