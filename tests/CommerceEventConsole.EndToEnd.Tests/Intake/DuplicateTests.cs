using CommerceEventConsole.Engine.Events;
using CommerceEventConsole.Engine.Sources;

namespace CommerceEventConsole.EndToEnd.Tests.Intake;

/// <summary>The same event is stored once, however often it comes (spec 2.7; checks 22 to 27).</summary>
public sealed class DuplicateTests(IntakeHost host) : IClassFixture<IntakeHost>
{
    [Fact]
    public async Task An_event_that_comes_again_is_acknowledged_and_not_stored_again()
    {
        var source = TestSource.Open(host);

        (await source.PostAsync(Events.Plain("1"))).IsTaken(1);
        (await source.PostAsync(Events.Plain("1", """{"later":true}"""))).IsTaken(0, 1);

        Assert.Equal(Events.Plain("1"), System.Text.Encoding.UTF8.GetString(Assert.Single(await source.EventsAsync()).Body));
    }

    [Fact]
    public async Task Twins_in_one_batch_are_stored_once()
    {
        var source = TestSource.Open(host);

        (await source.PostAsync(Events.Batch([Events.Plain("1"), Events.Plain("2"), Events.Plain("1")]))).IsTaken(2, 1);

        Assert.Equal(["1", "2"], (await source.EventsAsync()).ConvertAll(e => e.EventId));
    }

    [Fact]
    public async Task Of_a_batch_that_comes_again_only_what_is_new_is_stored()
    {
        var source = TestSource.Open(host);
        (await source.PostAsync(Events.Batch([Events.Plain("1"), Events.Plain("2")]))).IsTaken(2);

        (await source.PostAsync(Events.Batch([Events.Plain("1"), Events.Plain("2"), Events.Plain("3")]))).IsTaken(1, 2);

        Assert.Equal(["1", "2", "3"], (await source.EventsAsync()).ConvertAll(e => e.EventId));
    }

    [Fact]
    public async Task Copies_that_arrive_at_once_are_stored_once()
    {
        var source = TestSource.Open(host);

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => source.PostAsync(Events.Plain("same"))));

        Assert.Equal(1, answers.Sum(a => a.Json.GetProperty("stored").GetInt32()));
        Assert.Equal(15, answers.Sum(a => a.Json.GetProperty("duplicates").GetInt32()));
        Assert.Single(await source.EventsAsync());
    }

    [Fact]
    public async Task A_duplicate_makes_no_second_delivery()
    {
        host.Routing.Add("com.example.twice", [], t => t);
        var source = TestSource.Open(host);

        (await source.PostAsync(Events.Plain("1", type: "com.example.twice"))).IsTaken(1);
        (await source.PostAsync(Events.Plain("1", type: "com.example.twice"))).IsTaken(0, 1);

        Assert.Single(await host.DeliveriesOfAsync(Assert.Single(await source.EventsAsync())));
    }

    [Fact]
    public async Task Source_and_id_make_an_event_and_ids_differ_by_case()
    {
        var source = TestSource.Open(host);

        (await source.PostAsync(Events.Plain("a"))).IsTaken(1);
        (await source.PostAsync(Events.Plain("A"))).IsTaken(1);
        (await source.PostAsync(Events.Plain("a").Replace(Events.Source, "urn:another", StringComparison.Ordinal))).IsTaken(1);
        (await TestSource.Open(host).PostAsync(Events.Plain("a"))).IsTaken(1);
    }

    [Fact]
    public async Task Adobes_event_id_goes_before_the_producers_under_its_new_and_its_old_name()
    {
        var source = TestSource.OfAdobe(host);
        var key = host.Adobe.Publish();
        string Of(string id, string attributes) => Events.Plain(id, more: $",\"recipient_client_id\":\"{TestSource.ClientId}\"{attributes}");

        (await source.PostSignedAsync(key, Of("p-1", ",\"event_id\":\"a-1\""))).IsTaken(1);
        (await source.PostSignedAsync(key, Of("p-2", ",\"eventid\":\"a-1\",\"event_id\":\"ignored\""))).IsTaken(0, 1);
        (await source.PostSignedAsync(key, Of("p-3", ""), ("x-adobe-event-id", "a-1"))).IsTaken(0, 1);
        (await source.PostSignedAsync(key, Of("p-4", ""))).IsTaken(1);
        (await source.PostSignedAsync(key, Of("p-4", ""), ("x-adobe-delivery-id", "another"), ("x-adobe-retry-count", "1"))).IsTaken(0, 1);

        Assert.Equal(["a-1", "p-4"], (await source.EventsAsync()).ConvertAll(e => e.EventId));
    }

    [Fact]
    public async Task The_event_id_header_of_a_batch_says_nothing_about_its_items()
    {
        var source = TestSource.OfAdobe(host);
        string Of(string id) => Events.Plain(id, more: $",\"recipientclientid\":\"{TestSource.ClientId}\"");

        (await source.PostSignedAsync(host.Adobe.Publish(), Events.Batch([Of("1"), Of("2")]), ("x-adobe-event-id", "batch"))).IsTaken(2);
    }

    [Fact]
    public async Task An_attribute_of_another_sender_that_is_called_eventid_is_its_own_affair()
    {
        var source = TestSource.Open(host, s => s with { Verification = Verification.None });

        (await source.PostAsync(Events.Plain("1", more: ",\"eventid\":\"same\""))).IsTaken(1);
        (await source.PostAsync(Events.Plain("2", more: ",\"eventid\":\"same\""))).IsTaken(1);
    }

    [Fact]
    public async Task Events_keep_their_place_in_the_order_in_which_they_were_committed()
    {
        var source = TestSource.Open(host);
        for (var i = 0; i < 5; i++)
            (await source.PostAsync(Events.Plain($"{i}"))).IsTaken(1);

        var stored = await source.EventsAsync();
        Assert.Equal(["0", "1", "2", "3", "4"], stored.ConvertAll(e => e.EventId));
        Assert.All(stored, e => Assert.Equal(IntakeChannel.Webhook, e.Channel));
    }
}
