using System.Text;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Events;
using CommerceEventConsole.Engine.Storage;
using CommerceEventConsole.Storage.Tests.Stores;

namespace CommerceEventConsole.Storage.Tests.Suite;

public abstract class ContentTests(StoreFixture store) : StoreSuite(store)
{
    public static TheoryData<string> Bodies => new(
        "",
        """{"name":"NUL \u0000, half a pair \ud83d, an emoji \ud83d\ude00"}""",
        """{"name":"😀 שלום, שוב"}""",
        "raw NUL \0 and \u001a",
        """{"total":123456789012345678901234567890.10}""");

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Bytes_come_back_as_they_went_in(string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);

        Assert.Equal(bytes, (await StoreAsync(bytes)).Body);
    }

    [Fact]
    public async Task Two_megabytes_of_any_bytes_come_back_as_they_went_in()
    {
        var bytes = new byte[2 * 1024 * 1024];
        new Random(7).NextBytes(bytes);

        Assert.Equal(bytes, (await StoreAsync(bytes)).Body);
    }

    [Fact]
    public async Task Every_field_comes_back_as_it_went_in()
    {
        var item = Batches.Event(Store.NextId(), "full 😀 é");
        item.Row.EventTypeId = int.MaxValue;
        item.Row.OccurredAt = Batches.Noon.AddDays(-400);
        item.Row.EntityKind = EntityKind.Other;
        item.Row.EntityKey = "ключ-1";
        item.Row.ContentMode = ContentMode.Binary;
        item.Row.Channel = IntakeChannel.Journal;
        item.Row.DeliveryCount = 3;
        item.Row.Warnings = "one\ntwo";
        item.Row.OwnChange = "3,5";
        item.Row.Headers = "{\"a\":1}"u8.ToArray();

        await CommitAsync(item);

        Assert.Equivalent(item.Row, await FindAsync(item.Row.Seq), strict: true);
    }

    [Fact]
    public async Task Absent_fields_come_back_absent()
    {
        var row = await StoreAsync([1]);

        Assert.Null(row.OccurredAt);
        Assert.Null(row.EntityKey);
        Assert.Null(row.Warnings);
        Assert.Null(row.OwnChange);
        Assert.Null(row.Headers);
    }

    [Fact]
    public async Task Times_come_back_in_utc_to_the_microsecond()
    {
        var item = Batches.Event(Store.NextId(), "time");
        item.Row.OccurredAt = new DateTimeOffset(2026, 3, 29, 2, 30, 0, TimeSpan.FromHours(2)).AddTicks(1_234_569);

        await CommitAsync(item);

        var read = (await FindAsync(item.Row.Seq)).OccurredAt!.Value;
        Assert.Equal(new DateTimeOffset(2026, 3, 29, 0, 30, 0, TimeSpan.Zero).AddTicks(1_234_560), read);
        Assert.Equal(TimeSpan.Zero, read.Offset);
    }

    [Fact]
    public async Task Times_compare_and_order_in_queries()
    {
        var source = Store.NextId();
        var times = new[] { Batches.Noon, Batches.Noon.AddMicroseconds(1), Batches.Noon.AddYears(-30), Batches.Noon.AddYears(30) };
        var events = times.Select((t, i) => Batches.Event(source, $"t{i}")).ToArray();
        for (var i = 0; i < events.Length; i++)
            events[i].Row.ReceivedAt = times[i].ToOffset(TimeSpan.FromHours(i));
        await CommitAsync(events);

        Assert.Equal(["t2", "t0", "t1", "t3"], await ReadAsync(c => c.Events
            .Where(e => e.SourceId == source).OrderBy(e => e.ReceivedAt).Select(e => e.EventId)));
        Assert.Equal(["t1", "t3"], await ReadAsync(c => c.Events
            .Where(e => e.SourceId == source && e.ReceivedAt > Batches.Noon).OrderBy(e => e.ReceivedAt).Select(e => e.EventId)));
    }

    [Fact]
    public async Task An_event_is_found_by_the_value_of_a_key()
    {
        var id = Store.NextId();
        var item = Batches.Event(id, "key", keys: [Keys.Order($"{id}-000001"), Keys.Sku($"{id}-ws12-m")]);
        await CommitAsync(item, Batches.Event(id, "other", keys: [Keys.Order($"{id}-000002")]));

        Assert.Equal(
            [(SearchKeyKind.Sku, item.Row.Seq)],
            (await ReadAsync(c => c.EventSearchKeys.Where(k => k.Value == $"{id}-ws12-m"))).Select(k => (k.Kind, k.EventSeq)));
    }

    [Fact]
    public async Task Events_are_found_by_the_beginning_of_a_key()
    {
        var id = Store.NextId();
        await CommitAsync(Enumerable.Range(8, 5).Select(i => Batches.Event(id, $"p{i}", keys: [Keys.Order($"p{id:D6}{i:D4}")])).ToArray());
        var (from, to) = ($"p{id:D6}001", $"p{id:D6}002");

        Assert.Equal([$"p{id:D6}0010", $"p{id:D6}0011", $"p{id:D6}0012"], await ReadAsync(c => c.EventSearchKeys
            .Where(k => k.Value.CompareTo(from) >= 0 && k.Value.CompareTo(to) < 0).OrderBy(k => k.Value).Select(k => k.Value)));
    }

    [Fact]
    public async Task Keys_that_the_database_takes_for_the_same_do_not_fail_the_event()
    {
        var id = Store.NextId();
        var item = Batches.Event(id, "same", keys:
            [Keys.Sku($"{id}-straße"), Keys.Sku($"{id}-strasse"), Keys.Sku($"{id}-strasse"), Keys.Sku($"{id}-ｓtrasse")]);

        await CommitAsync(item);

        Assert.Contains(item.Row.Seq, await ReadAsync(c => c.EventSearchKeys.Where(k => k.Value == $"{id}-straße").Select(k => k.EventSeq)));
    }

    private async Task<StoredEvent> StoreAsync(byte[] body)
    {
        var item = Batches.Event(Store.NextId(), "content", body);
        await CommitAsync(item);
        return await FindAsync(item.Row.Seq);
    }

    private async Task<StoredEvent> FindAsync(long seq) => Assert.Single(await ReadAsync(c => c.Events.Where(e => e.Seq == seq)));
}

public sealed class ContentTestsOnSqlite(SqliteStore store) : ContentTests(store), IClassFixture<SqliteStore>;

public sealed class ContentTestsOnSqlServer(SqlServerStore store) : ContentTests(store), IClassFixture<SqlServerStore>;
