using CommerceEventConsole.Engine.Setup;

namespace CommerceEventConsole.Engine.Jobs.Plans;

/// <summary>What a timing must be.</summary>
internal static class TimingChecks
{
    /// <summary>Characters of an expression at most.</summary>
    public const int MaxCron = 100;

    public static IReadOnlyList<ValidationProblem> Check(JobTiming timing, ICronSyntax cron, DateTimeOffset now)
    {
        var problems = new List<ValidationProblem>();
        var hasZone = TimeZoneInfo.TryFindSystemTimeZoneById(timing.TimeZone, out _);
        if (!hasZone || timing.TimeZone.Length > 80)
            problems.Add(new("timeZone", $"There is no time zone \"{timing.TimeZone}\". Use a name such as Europe/Berlin or UTC."));
        if (timing.Cron is { } expression)
        {
            if (expression.Length > MaxCron || !cron.IsValid(expression))
                problems.Add(new("cron", $"\"{expression}\" is no schedule. Use five fields: minute, hour, day of month, month, day of week, such as 30 3 * * *."));
            else if (hasZone && cron.Next(timing, now, 1).Count == 0)
                problems.Add(new("cron", $"\"{expression}\" never comes."));
        }

        if (!Enum.IsDefined(timing.Missed))
            problems.Add(new("missed", "Choose what becomes of missed runs."));
        if (timing.Retries is < 0 or > JobTiming.MostRetries)
            problems.Add(new("retries", $"A failed run can be tried again 0 to {JobTiming.MostRetries} times."));
        if (timing.RetryWait < TimeSpan.FromSeconds(1) || timing.RetryWait > JobTiming.LongestRetryWait)
            problems.Add(new("retryWait", "The wait before another try must be from a second to a day."));
        return problems;
    }
}
