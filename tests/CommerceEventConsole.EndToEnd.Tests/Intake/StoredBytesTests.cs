using System.Net;
using System.Text;
using CommerceEventConsole.Engine.Catalogue;

namespace CommerceEventConsole.EndToEnd.Tests.Intake;

/// <summary>What was received is never altered: the bytes in the store are the bytes that were sent (check 28).</summary>
public sealed class StoredBytesTests(IntakeHost host) : IClassFixture<IntakeHost>
{
    public static TheoryData<string, string> Payloads => new()
    {
        { "NUL as an escape", """{"sku":"a\u0000b","increment_id":"\u0000"}""" },
        { "a lone high surrogate", """{"sku":"\ud83d","note":"x\ud83dy"}""" },
        { "a lone low surrogate in a name", """{"\udc00":1,"increment_id":"5"}""" },
        { "emoji", """{"sku":"😀👩‍👩‍👧‍👦","note":"\ud83d\ude00"}""" },
        { "right-to-left text", """{"customer_email":"שלום@example.com","note":"‮مرحبا بالعالم‏"}""" },
        { "numbers beyond 64 bit", """{"entity_id":123456789012345678901234567890,"x":-1e400,"y":0.10000000000000000000000000000001,"z":1E+2}""" },
        { "blanks and line feeds", "{ \"a\" :\t1 ,\r\n \"b\":[ ] }" },
        { "escapes that need none", """{"\u0061":"\/\u0041"}""" },
        { "names that occur twice", """{"a":1,"a":2,"increment_id":"1","increment_id":"2"}""" },
        { "no object", "\"text\"" },
        { "null", "null" },
    };

    [Theory]
    [MemberData(nameof(Payloads))]
    public async Task The_bytes_stored_are_the_bytes_sent(string what, string payload)
    {
        var source = TestSource.Open(host);
        foreach (var type in new[] { "com.example.thing", Events.OrderSaved, "observer.catalog_product_save_commit_after" })
        {
            foreach (var data in new[] { payload, $$"""{"value":{{payload}}}""", "{\"event\":{\"order\":" + payload + "}}" })
            {
                var body = Encoding.UTF8.GetBytes(Events.Plain(Guid.NewGuid().ToString(), data, type));
                (await source.PostAsync(body)).IsTaken(1);
                var stored = await source.EventsAsync();
                Assert.True(body.AsSpan().SequenceEqual(stored[^1].Body), what);
            }
        }
    }

    [Fact]
    public async Task In_a_batch_each_event_keeps_its_own_bytes()
    {
        var source = TestSource.Open(host);
        var items = Payloads.Select((row, i) => Events.Plain($"{i}", row.Data.Item2, Events.OrderSaved)).ToArray();

        (await source.PostAsync(Events.Batch(items))).IsTaken(items.Length);

        Assert.Equal(items.Select(Encoding.UTF8.GetBytes), (await source.EventsAsync()).Select(e => e.Body));
    }

    [Fact]
    public async Task A_byte_order_mark_is_passed_over_and_kept()
    {
        var source = TestSource.Open(host);
        byte[] body = [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Events.Plain("1"))];

        (await source.PostAsync(body)).IsTaken(1);

        Assert.Equal(body, Assert.Single(await source.EventsAsync()).Body);
    }

    [Fact]
    public async Task Data_in_base64_stays_as_it_is()
    {
        var source = TestSource.Open(host);
        var body = """{"specversion":"1.0","id":"1","source":"s","type":"t","datacontenttype":"image/png","data_base64":"AAEC//4="}""";

        (await source.PostAsync(body)).IsTaken(1);

        Assert.Equal(Encoding.UTF8.GetBytes(body), Assert.Single(await source.EventsAsync()).Body);
    }

    [Fact]
    public async Task Unknown_attributes_and_personal_health_data_are_taken_whole()
    {
        var source = TestSource.Open(host);
        var body = Events.Plain("1", more: ",\"phidata\":true,\"tenant\":\"north\",\"odd_name\":{\"a\":[1]},\"dataschema\":null");

        (await source.PostAsync(body)).IsTaken(1);

        Assert.Equal(Encoding.UTF8.GetBytes(body), Assert.Single(await source.EventsAsync()).Body);
    }

    [Fact]
    public async Task An_id_of_any_length_and_script_is_taken_and_found()
    {
        var source = TestSource.Open(host);
        var id = new string('x', 255) + "😀" + new string('y', 500);

        (await source.PostAsync(Events.Plain(id))).IsTaken(1);
        (await source.PostAsync(Events.Plain(id + "z"))).IsTaken(1);
        (await source.PostAsync(Events.Plain("مرحبا 😀"))).IsTaken(1);

        var stored = await source.EventsAsync();
        Assert.Equal(new string('x', 255), stored[0].EventId);
        Assert.Equal("مرحبا 😀", stored[2].EventId);
        Assert.Contains(await host.SearchKeysOfAsync(stored[2]), k => k.Kind == SearchKeyKind.EventId && string.Equals(k.Value, "مرحبا 😀", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_entity_key_that_cannot_be_text_does_no_harm()
    {
        var source = TestSource.Open(host);

        (await source.PostAsync(Events.Plain("1", """{"value":{"increment_id":"a\u0000\ud83d"}}""", Events.OrderSaved))).IsTaken(1);

        var stored = Assert.Single(await source.EventsAsync());
        Assert.Equal((EntityKind.Order, "a\uFFFD\uFFFD"), (stored.EntityKind, stored.EntityKey));
    }

    [Fact]
    public async Task A_rejected_request_keeps_its_bytes_too()
    {
        var source = TestSource.Open(host);
        byte[] body = [0, 0xff, (byte)'{'];

        Assert.Equal(HttpStatusCode.BadRequest, (await source.PostAsync(body)).Status);

        Assert.Equal(body, Assert.Single(await source.RejectedAsync()).Body);
    }
}
