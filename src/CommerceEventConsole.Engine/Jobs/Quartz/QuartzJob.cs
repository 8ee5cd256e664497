using Quartz;

namespace CommerceEventConsole.Engine.Jobs.Quartz;

/// <summary>What Quartz runs in the place of a job of ours; the key says which.</summary>
[DisallowConcurrentExecution]
internal sealed class QuartzJob(JobRunner runner) : IJob
{
    /// <inheritdoc />
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await runner.RunAsync(context.JobDetail.Key.Name, cancellationToken).ConfigureAwait(false);
}
