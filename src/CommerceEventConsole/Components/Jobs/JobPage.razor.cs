using System.Globalization;
using CommerceEventConsole.Engine.Jobs;
using CommerceEventConsole.Engine.Jobs.Runs;
using Microsoft.AspNetCore.Components;

namespace CommerceEventConsole.Components.Jobs;

/// <summary>A job at one moment.</summary>
/// <param name="Job">The job; null where there is none.</param>
/// <param name="Runs">A page of its runs.</param>
/// <param name="Run">The run whose log is shown: the one of the address, otherwise the newest; null where there is none.</param>
/// <param name="Lines">Its log.</param>
public sealed record JobPicture(JobView? Job, JobRunPage Runs, JobRun? Run, IReadOnlyList<JobLogLine> Lines);

/// <summary>One job: its schedule and how to change it, its runs and their logs.</summary>
public partial class JobPage
{
    private const int PageSize = 25;

    /// <summary>The job, as <see cref="JobId"/> writes it.</summary>
    [Parameter]
    public string Name { get; set; } = "";

    /// <summary>The run whose log is shown, from the address.</summary>
    [SupplyParameterFromQuery]
    public long? Run { get; set; }

    /// <summary>Only older runs than this, from the address.</summary>
    [SupplyParameterFromQuery]
    public long? Before { get; set; }

    /// <inheritdoc />
    protected override (string Name, long? Run, long? Before) Wanted => (Name, Run, Before);

    [Inject]
    private JobDesk Desk { get; set; } = null!;

    [Inject]
    private JobHistory History { get; set; } = null!;

    [Inject]
    private JobSignals Signals { get; set; } = null!;

    /// <summary>Where a job is shown.</summary>
    public static string Address(JobId job, long? run = null, long? before = null)
    {
        var parts = new List<string>();
        if (run is { } r)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"run={r}"));
        if (before is { } b)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"before={b}"));
        return $"jobs/{Uri.EscapeDataString(job.ToString())}" + (parts.Count == 0 ? "" : "?" + string.Join('&', parts));
    }

    /// <inheritdoc />
    protected override void Follow(Action refresh) => Signals.Changed += refresh;

    /// <inheritdoc />
    protected override void Unfollow(Action refresh) => Signals.Changed -= refresh;

    /// <inheritdoc />
    protected override async Task<JobPicture> ReadAsync((string Name, long? Run, long? Before) wanted, CancellationToken cancellationToken)
    {
        var id = JobId.Parse(wanted.Name);
        var job = await Desk.GetAsync(id, cancellationToken);
        if (job is null)
            return new JobPicture(null, new JobRunPage([], null), null, []);
        var runs = await History.PageAsync(id, wanted.Before, PageSize, cancellationToken);
        var run = wanted.Run is { } asked ? await History.GetAsync(asked, cancellationToken) : job.Runs.Last;
        if (run is null || run.Job != job.Plan.Job)
            return new JobPicture(job, runs, null, []);
        return new JobPicture(job, runs, run, await History.LinesAsync(run.Id, cancellationToken));
    }
}
