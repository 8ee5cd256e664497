using CommerceEventConsole.Engine.Jobs;
using CommerceEventConsole.Engine.Jobs.Runs;
using CommerceEventConsole.Storage.Tests.Stores;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CommerceEventConsole.Storage.Tests.Jobs;

/// <summary>A process that hosts jobs on the store of a fixture.</summary>
internal sealed class JobNode : IAsyncDisposable
{
    private readonly IHost _host;

    private JobNode(IHost host) => _host = host;

    public JobDesk Desk => _host.Services.GetRequiredService<JobDesk>();

    public JobHistory History => _host.Services.GetRequiredService<JobHistory>();

    public IServiceProvider Services => _host.Services;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static Task<JobNode> StartAsync(StoreFixture store, IConsoleJob job, params JobSchedule[] schedules) => StartAsync(store, [job], schedules);

    public static async Task<JobNode> StartAsync(
        StoreFixture store, IConsoleJob[] jobs, JobSchedule[] schedules, params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Append((Key: "Jobs:RecordInterval", Value: "00:00:00.1")).ToDictionary(s => s.Key, s => (string?)s.Value, StringComparer.Ordinal))
            .Build();
        store.AddStorageTo(builder.Services);
        builder.Services.AddJobHosting(configuration);
        foreach (var job in jobs)
            builder.Services.AddSingleton(job);
        foreach (var schedule in schedules)
            builder.Services.AddSingleton(schedule);
        var host = builder.Build();
        await host.StartAsync(Cancellation);
        return new JobNode(host);
    }

    /// <summary>Waits for runs of a job that are as wanted; the newest first.</summary>
    public async Task<IReadOnlyList<JobRun>> RunsAsync(JobId job, Func<IReadOnlyList<JobRun>, bool> wanted)
    {
        while (true)
        {
            var runs = (await History.PageAsync(job, before: null, 50, Cancellation)).Rows;
            if (wanted(runs))
                return runs;
            await Task.Delay(50, Cancellation);
        }
    }

    public Task StopAsync() => _host.StopAsync(Cancellation);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        _host.Dispose();
    }
}

/// <summary>A job that does what a test says.</summary>
internal sealed class FakeJob(string name, Func<JobContext, CancellationToken, Task> run) : IConsoleJob
{
    private readonly SemaphoreSlim _started = new(0);

    public string Name => name;

    public static FakeJob ThatWaits(string name) => new(name, (_, token) => Task.Delay(Timeout.Infinite, token));

    public static FakeJob ThatSucceeds(string name) => new(name, (_, _) => Task.CompletedTask);

    public Task RunAsync(JobContext context, CancellationToken cancellationToken)
    {
        _started.Release();
        return run(context, cancellationToken);
    }

    public async Task StartedTimes(int times)
    {
        for (var i = 0; i < times; i++)
            await _started.WaitAsync(TestContext.Current.CancellationToken);
    }
}
