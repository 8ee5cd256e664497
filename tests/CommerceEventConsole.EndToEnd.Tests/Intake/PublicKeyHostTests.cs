using System.Net;
using System.Text;

namespace CommerceEventConsole.EndToEnd.Tests.Intake;

/// <summary>The host of Adobe's public keys, in good days and bad (spec 2.9; checks 17, 35 and 36).</summary>
public sealed class PublicKeyHostTests
{
    [Fact]
    public async Task While_the_key_host_is_down_a_sender_is_asked_to_come_again_and_then_it_works()
    {
        await using var host = await IntakeHost.StartAsync();
        var source = TestSource.OfAdobe(host);
        var key = host.Adobe.Publish();
        host.Adobe.State = AdobeServerState.Down;

        (await source.PostSignedAsync(key, Events.Order("e"))).AsksToComeAgain();

        Assert.Equal(2, host.Adobe.Fetches(key));
        await source.NothingIsKeptAsync();
        host.Adobe.State = AdobeServerState.Up;
        (await source.PostSignedAsync(key, Events.Order("e"))).IsTaken(1);
    }

    [Fact]
    public async Task A_key_host_that_is_silent_is_not_waited_for_longer_than_the_sender_waits()
    {
        await using var host = await IntakeHost.StartAsync();
        var source = TestSource.OfAdobe(host);
        var key = host.Adobe.Publish();
        host.Adobe.State = AdobeServerState.Silent;

        var answer = source.PostSignedAsync(key, Events.Order("e"));
        await host.Adobe.Asked;
        host.Time.Advance(TimeSpan.FromSeconds(3));

        (await answer).AsksToComeAgain();
        host.Adobe.State = AdobeServerState.Up;
        (await source.PostSignedAsync(key, Events.Order("e"))).IsTaken(1);
    }

    [Fact]
    public async Task A_fetch_that_fails_after_its_sender_has_left_does_not_stand_in_the_way_of_the_next()
    {
        await using var host = await IntakeHost.StartAsync();
        var source = TestSource.OfAdobe(host);
        var key = host.Adobe.Publish();
        var body = Encoding.UTF8.GetBytes(Events.Order("e"));
        host.Adobe.State = AdobeServerState.Silent;
        using var leaving = new CancellationTokenSource();
        using var request = new HttpRequestMessage(HttpMethod.Post, source.Address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        foreach (var (name, value) in key.Headers(body))
            request.Headers.Add(name, value);
        var left = host.Http.SendAsync(request, leaving.Token);
        await host.Adobe.Asked;
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);

        // Whoever comes while the fetch still runs shares its failure; whoever comes later does not.
        host.Adobe.State = AdobeServerState.Up;
        var sharing = source.PostSignedAsync(key, Events.Order("e"));
        host.Time.Advance(TimeSpan.FromSeconds(3));
        await sharing;

        (await source.PostSignedAsync(key, Events.Order("later"))).IsTaken(1);
    }

    [Fact]
    public async Task One_right_signature_is_enough_while_the_other_key_cannot_be_fetched()
    {
        await using var host = await IntakeHost.StartAsync();
        var source = TestSource.OfAdobe(host);
        var known = host.Adobe.Publish();
        (await source.PostSignedAsync(known, Events.Order("first"))).IsTaken(1);
        host.Adobe.State = AdobeServerState.Down;
        var body = Encoding.UTF8.GetBytes(Events.Order("second"));

        (await source.PostAsync(body, headers: [.. host.Adobe.Publish().Headers(body, 1), .. known.Headers(body, 2)])).IsTaken(1);
    }

    [Fact]
    public async Task A_key_is_fetched_once_for_all_who_need_it_at_once()
    {
        await using var host = await IntakeHost.StartAsync();
        var source = TestSource.OfAdobe(host);
        var key = host.Adobe.Publish();
        var bodies = Enumerable.Range(0, 50).Select(i => Encoding.UTF8.GetBytes(Events.Order($"{i}"))).ToArray();
        var headers = Array.ConvertAll(bodies, b => key.Headers(b));

        var answers = await Task.WhenAll(bodies.Zip(headers, (b, h) => source.PostAsync(b, "application/json", h)));

        Assert.All(answers, a => a.IsTaken(1));
        Assert.Equal(1, host.Adobe.Fetches(key));
    }

    [Fact]
    public async Task A_key_is_kept_for_hours_and_fetched_anew_within_a_day()
    {
        await using var host = await IntakeHost.StartAsync();
        var source = TestSource.OfAdobe(host);
        var key = host.Adobe.Publish();
        (await source.PostSignedAsync(key, Events.Order("1"))).IsTaken(1);
        host.Time.Advance(TimeSpan.FromHours(11));
        (await source.PostSignedAsync(key, Events.Order("2"))).IsTaken(1);
        Assert.Equal(1, host.Adobe.Fetches(key));
        host.Time.Advance(TimeSpan.FromHours(13));

        (await source.PostSignedAsync(key, Events.Order("3"))).IsTaken(1);

        Assert.Equal(2, host.Adobe.Fetches(key));
    }

    [Fact]
    public async Task A_key_that_appears_later_is_found_after_a_minute()
    {
        await using var host = await IntakeHost.StartAsync();
        var source = TestSource.OfAdobe(host);
        var key = host.Adobe.Publish();
        host.Adobe.State = AdobeServerState.Garbled;
        (await source.PostSignedAsync(key, Events.Order("1"))).IsProblem(HttpStatusCode.Unauthorized, "Neither");
        host.Adobe.State = AdobeServerState.Up;
        host.Time.Advance(TimeSpan.FromSeconds(61));

        (await source.PostSignedAsync(key, Events.Order("1"))).IsTaken(1);
    }

    [Fact]
    public async Task Forged_paths_cannot_make_the_console_hammer_the_key_host_nor_push_out_a_good_key()
    {
        await using var host = await IntakeHost.StartAsync(new() { ["Intake:PublicKeyFetchesPerMinute"] = "10" });
        var source = TestSource.OfAdobe(host);
        var key = host.Adobe.Publish();
        (await source.PostSignedAsync(key, Events.Order("1"))).IsTaken(1);
        for (var i = 0; i < 20; i++)
            await source.PostSignedAsync(new SigningKey(key.Key, $"/prod/keys/forged-{i}.pem"), Events.Order("forged"));

        Assert.Equal(10, host.Adobe.Requests.Count);
        (await source.PostSignedAsync(key, Events.Order("2"))).IsTaken(1);
        // Also when it has to be renewed while the permits are used up.
        host.Time.Advance(TimeSpan.FromHours(13));
        (await source.PostSignedAsync(key, Events.Order("3"))).IsTaken(1);
    }
}
