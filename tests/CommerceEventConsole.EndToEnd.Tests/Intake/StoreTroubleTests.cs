using System.Net;
using CommerceEventConsole.Engine.Sources;

namespace CommerceEventConsole.EndToEnd.Tests.Intake;

/// <summary>A success is sent only after the commit; trouble asks the sender to come again (checks 15 to 19).</summary>
public sealed class StoreTroubleTests
{
    [Fact]
    public async Task Nobody_is_told_that_an_event_is_stored_before_it_is()
    {
        await using var host = await IntakeHost.StartAsync();
        var source = TestSource.Open(host);
        host.Committer.Hold();

        var answer = source.PostAsync(Events.Plain("1"));
        await host.Committer.Waiting;

        Assert.False(answer.IsCompleted);
        Assert.Empty(await source.EventsAsync());
        host.Committer.Release();
        (await answer).IsTaken(1);
        Assert.Single(await source.EventsAsync());
    }

    [Fact]
    public async Task A_full_write_queue_answers_503()
    {
        await using var host = await IntakeHost.StartAsync(storage: o => o.QueueLength = 1);
        var source = TestSource.Open(host);
        host.Committer.Hold();
        var first = source.PostAsync(Events.Plain("1"));
        await host.Committer.Waiting;

        // One waits in the queue, which is then full.
        var second = source.PostAsync(Events.Plain("2"));
        var third = source.PostAsync(Events.Plain("3"));
        var refused = await Task.WhenAny(second, third);

        (await refused).AsksToComeAgain();
        host.Committer.Release();
        (await first).IsTaken(1);
        (await (refused == second ? third : second)).IsTaken(1);
        Assert.Equal(2, (await source.EventsAsync()).Count);
        (await source.PostAsync(Events.Plain("4"))).IsTaken(1);
    }

    [Fact]
    public async Task A_write_queue_that_holds_too_many_bytes_answers_503()
    {
        await using var host = await IntakeHost.StartAsync(storage: o => o.QueueMegabytes = 1);
        var source = TestSource.Open(host);

        (await source.PostAsync(Events.Plain("big", $"\"{new string('x', 1024 * 1024)}\""))).AsksToComeAgain();

        (await source.PostAsync(Events.Plain("small"))).IsTaken(1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_database_that_fails_answers_503_to_single_events_batches_and_rejected_ones(bool timesOut)
    {
        await using var host = await IntakeHost.StartAsync();
        var source = TestSource.Open(host);
        host.Committer.Failure = timesOut ? new TimeoutException("busy") : new InvalidOperationException("the disk is full");

        (await source.PostAsync(Events.Plain("1"))).AsksToComeAgain();
        (await source.PostAsync(Events.Batch([Events.Plain("1"), Events.Plain("2"), "{}"]))).AsksToComeAgain();
        (await source.PostAsync("{oops")).AsksToComeAgain();

        await source.NothingIsKeptAsync();
        host.Committer.Failure = null;
        (await source.PostAsync(Events.Plain("1"))).IsTaken(1);
    }

    [Fact]
    public async Task Trouble_is_told_without_its_inner_workings()
    {
        await using var host = await IntakeHost.StartAsync();
        host.Committer.Failure = new InvalidOperationException("Password=secret");

        var answer = await TestSource.Open(host).PostAsync(Events.Plain("1"));

        answer.IsProblem(HttpStatusCode.ServiceUnavailable, "The store cannot take the delivery now.");
        Assert.DoesNotContain("secret", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Before_the_sources_are_known_nobody_is_told_that_theirs_does_not_exist()
    {
        await using var host = await IntakeHost.StartAsync();
        var early = new TestSource(host, new(1, "source-1", "Source 1", Verification.None, default, null, null, true, [], true));

        (await early.PostAsync(Events.Plain("1"))).AsksToComeAgain();
        (await early.GetAsync("?challenge=x")).AsksToComeAgain();

        (await TestSource.Open(host).PostAsync(Events.Plain("1"))).IsTaken(1);
    }

    [Fact]
    public async Task A_source_whose_secret_cannot_be_read_asks_its_senders_to_come_again()
    {
        await using var host = await IntakeHost.StartAsync();
        var source = TestSource.Open(host, s => s with { Fault = "The key ring is gone." });

        (await source.PostAsync(Events.Plain("1"))).AsksToComeAgain();

        await source.NothingIsKeptAsync();
    }

    [Fact]
    public async Task Many_at_once_are_committed_together_and_each_is_there()
    {
        await using var host = await IntakeHost.StartAsync();
        var source = TestSource.Open(host);
        host.Committer.Hold();
        var first = source.PostAsync(Events.Plain("first"));
        await host.Committer.Waiting;
        var others = Enumerable.Range(0, 40).Select(i => source.PostAsync(Events.Plain($"{i}"))).ToArray();
        host.Committer.Release();

        Assert.All(await Task.WhenAll([first, .. others]), a => a.IsTaken(1));
        Assert.Equal(41, (await source.EventsAsync()).Count);
    }
}
