using CommerceEventConsole.Console.Tests.Overview;
using CommerceEventConsole.Engine.Jobs;
using CommerceEventConsole.Engine.Jobs.Runs;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceEventConsole.Console.Tests.Jobs;

/// <summary>Jobs beside <see cref="Screens"/>. Their host is not started: nothing runs.</summary>
internal static class JobScreens
{
    public static JobId Export { get; } = new("export", "7");

    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    public static async Task<Screens> OpenAsync(string role)
    {
        var screens = await Screens.OpenAsync(role, services =>
        {
            services.AddSingleton<IConsoleJob>(new Idle());
            services.AddJobHosting(new ConfigurationBuilder().Build());
        });
        await screens.Desk().SetAsync(
            new JobSchedule(Export, new JobTiming("30 3 * * *") { TimeZone = "Europe/Berlin" }) { Title = "Export of orders", Description = "Writes yesterday's orders." }, Token);
        return screens;
    }

    public static JobDesk Desk(this Screens screens) => screens.Page.Services.GetRequiredService<JobDesk>();

    public static async Task<JobView> JobAsync(this Screens screens) => (await screens.Desk().GetAsync(Export, Token))!;

    /// <summary>A run of the job, a minute long where it has ended.</summary>
    public static async Task<JobRun> AddRunAsync(this Screens screens, JobOutcome outcome, string? error = null, params string[] lines)
    {
        var at = TimeProvider.System.GetUtcNow().AddHours(-1);
        var run = new JobRun
        {
            Job = Export.ToString(), Node = "web-1 (4711)", StartedAt = at, SeenAt = at, EndedAt = outcome == JobOutcome.Running ? null : at.AddMinutes(1),
            Outcome = outcome, Trigger = JobTrigger.Person, StartedBy = "ben@example.com", Attempt = 1, Summary = "1,200 orders written", Error = error,
        };
        await using var db = await screens.Contexts.CreateDbContextAsync(Token);
        db.JobRuns.Add(run);
        await db.SaveChangesAsync(Token);
        db.JobLogLines.AddRange(lines.Select((text, i) => new JobLogLine { RunId = run.Id, Number = (i * 10) + 1, At = at, Level = 2, Text = text }));
        await db.SaveChangesAsync(Token);
        return run;
    }

    private sealed class Idle : IConsoleJob
    {
        public string Name => "export";

        public Task RunAsync(JobContext context, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
