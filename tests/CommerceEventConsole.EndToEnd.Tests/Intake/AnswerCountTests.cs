using CommerceEventConsole.EndToEnd.Tests.Processes;

namespace CommerceEventConsole.EndToEnd.Tests.Intake;

/// <summary>What the console can see of what makes Adobe disable a registration: how it answered (spec 2.6, 2.8).</summary>
public sealed class AnswerCountTests(IntakeHost host) : IClassFixture<IntakeHost>
{
    [Fact]
    public async Task Every_request_of_a_source_is_counted_and_everything_but_a_success_as_failed()
    {
        var source = TestSource.Open(host);
        await source.PostAsync(Events.Plain("1"));
        await source.PostAsync(Events.Plain("1"));
        await source.PostAsync("no JSON");
        await source.PostAsync("text", "text/plain");

        await CountedAsync(source, 4, 2);
    }

    [Fact]
    public async Task A_source_that_is_switched_off_fails_what_is_sent_to_it()
    {
        var source = TestSource.Open(host, s => s with { Enabled = false });
        await source.PostAsync(Events.Plain("1"));

        await CountedAsync(source, 1, 1);
    }

    [Fact]
    public async Task Trouble_of_the_store_counts_as_failed()
    {
        await using var own = await IntakeHost.StartAsync(storage: o => o.QueueLength = 1);
        var source = TestSource.Open(own);
        own.Committer.Hold();
        var first = source.PostAsync(Events.Plain("1"));
        await own.Committer.Waiting;
        var waiting = new[] { source.PostAsync(Events.Plain("2")), source.PostAsync(Events.Plain("3")) };
        (await await Task.WhenAny(waiting)).AsksToComeAgain();
        own.Committer.Release();
        await Task.WhenAll([first, .. waiting]);

        await CountedAsync(source, 3, 1, own);
    }

    // Counted when the answer is out: the sender may have it a moment before.
    private Task CountedAsync(TestSource source, long requests, long failed, IntakeHost? at = null) =>
        Until.TrueAsync($"{requests} requests are counted, {failed} of them as failed", () => (at ?? host).Answers.Counted(source.Id) == (requests, failed));
}
