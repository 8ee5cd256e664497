using CommerceEventConsole.Components.Forms;
using CommerceEventConsole.Engine.Jobs;
using CommerceEventConsole.Engine.Jobs.Plans;
using Microsoft.AspNetCore.Components;

namespace CommerceEventConsole.Components.Jobs;

/// <summary>Changes when a job runs, and what happens when it fails. While it is edited it shows the runs to come.</summary>
public partial class ScheduleForm
{
    private const int Shown = 5;

    private readonly FormState _form = new();
    private bool _isOpen;
    private bool _byHand;
    private string _cron = "";
    private string _zone = "";
    private MissedRuns _missed;
    private int _retries;
    private int _wait;

    /// <summary>The job.</summary>
    [Parameter, EditorRequired]
    public JobPlan Job { get; set; } = null!;

    /// <summary>Whether the page does something already.</summary>
    [Parameter]
    public bool IsBusy { get; set; }

    /// <summary>How the page does what it is asked for, and says how it went.</summary>
    [Parameter, EditorRequired]
    public Func<Func<string, CancellationToken, Task<string?>>, string, Task> Act { get; set; } = null!;

    [Inject]
    private JobDesk Desk { get; set; } = null!;

    private JobTiming Timing => new(_byHand ? null : _cron.Trim())
    {
        TimeZone = _zone.Trim(), Missed = _missed, Retries = _retries, RetryWait = TimeSpan.FromSeconds(_wait),
    };

    private IReadOnlyList<DateTimeOffset> Next =>
        Desk.Next(new JobTiming(_cron.Trim()) { TimeZone = _zone.Trim() }, Shown);

    private void Open()
    {
        var timing = Job.Timing;
        (_byHand, _cron, _zone) = (timing.Cron is null, timing.Cron ?? Job.DefaultTiming.Cron ?? "", timing.TimeZone);
        (_missed, _retries, _wait) = (timing.Missed, timing.Retries, (int)timing.RetryWait.TotalSeconds);
        _form.Settle();
        _isOpen = true;
    }

    private async Task SaveAsync()
    {
        var timing = Timing;
        var problems = Desk.Check(timing);
        if (problems.Count > 0)
        {
            _form.Show(problems);
            return;
        }

        await Act(
            async (who, token) =>
            {
                var result = await Desk.RescheduleAsync(Job.Id, Job.Version, timing, who, token);
                if (!result.Succeeded)
                    return result.Problems.FirstOrDefault()?.Message ?? "It was not changed.";
                _isOpen = false;
                return null;
            },
            "The schedule is saved and in force.");
    }

    private Task ResetAsync() => Act(
        async (who, token) =>
        {
            var result = await Desk.ResetAsync(Job.Id, who, token);
            return result.Succeeded ? null : result.Problems.FirstOrDefault()?.Message ?? "It was not changed.";
        },
        "The default schedule is in force again.");
}
