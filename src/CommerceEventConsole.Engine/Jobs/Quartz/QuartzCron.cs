using Quartz;

namespace CommerceEventConsole.Engine.Jobs.Quartz;

/// <summary>Schedules as Quartz reads them.</summary>
internal sealed class QuartzCron : ICronSyntax
{
    private const int FieldsOfCrontab = 5;

    /// <inheritdoc />
    public bool IsValid(string expression) => TryParse(expression) is not null;

    /// <summary>The schedule; null where it is none.</summary>
    public static CronExpression? TryParse(string expression)
    {
        var fields = expression.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Length;
        var format = fields == FieldsOfCrontab ? CronFormat.Unix : CronFormat.Quartz;
        return CronExpression.TryParse(expression, format, out var parsed) ? parsed : null;
    }
}
