using Quartz;

namespace CommerceEventConsole.Engine.Jobs.Quartz;

/// <summary>Schedules as Quartz reads them.</summary>
internal sealed class QuartzCron : ICronSyntax
{
    private const int FieldsOfCrontab = 5;

    /// <inheritdoc />
    public bool IsValid(string expression) => TryParse(expression) is not null;

    /// <inheritdoc />
    public IReadOnlyList<DateTimeOffset> Next(JobTiming timing, DateTimeOffset after, int count)
    {
        var times = new List<DateTimeOffset>();
        if (timing.Cron is null)
            return times;
        var cron = Parse(timing);
        for (var at = cron.GetNextValidTimeAfter(after); at is { } time && times.Count < count; at = cron.GetNextValidTimeAfter(time))
            times.Add(time);
        return times;
    }

    /// <summary>The schedule of a valid timing, by its clock.</summary>
    public static CronExpression Parse(JobTiming timing) =>
        (TryParse(timing.Cron!) ?? throw new FormatException($"\"{timing.Cron}\" is no schedule."))
            .WithTimeZone(TimeZoneInfo.FindSystemTimeZoneById(timing.TimeZone));

    /// <summary>The schedule; null where it is none.</summary>
    public static CronExpression? TryParse(string expression)
    {
        var fields = expression.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Length;
        var format = fields == FieldsOfCrontab ? CronFormat.Unix : CronFormat.Quartz;
        return CronExpression.TryParse(expression, format, out var parsed) ? parsed : null;
    }
}
