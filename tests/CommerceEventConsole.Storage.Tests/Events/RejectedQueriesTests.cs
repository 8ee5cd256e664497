using CommerceEventConsole.Engine.Intake;

namespace CommerceEventConsole.Storage.Tests.Events;

public sealed class RejectedQueriesTests : IAsyncLifetime
{
    private readonly EventStore _store = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _store.InitializeAsync();
        await _store.CommitAsync(b =>
        {
            for (var i = 0; i < 3; i++)
            {
                b.Rejected.Add(new RejectedRequest
                {
                    SourceId = _store.ShopId + (i % 2), ReceivedAt = EventStore.Start, Reason = $"reason {i}", BatchIndex = i, Body = new byte[10 + i],
                });
            }
        });
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task The_newest_come_first_and_pages_follow_one_another()
    {
        var first = await _store.Rejected.PageAsync(null, null, 2, Token);
        var second = await _store.Rejected.PageAsync(null, first.OlderThan, 2, Token);

        Assert.Equal("reason 2, reason 1", Reasons(first));
        Assert.Equal("reason 0", Reasons(second));
        Assert.Null(second.OlderThan);
        Assert.Equal(("Web shop", 12), (first.Rows[0].Source, first.Rows[0].Length));
    }

    [Fact]
    public async Task One_source_can_be_looked_at_alone()
    {
        var page = await _store.Rejected.PageAsync("pos", null, 50, Token);

        Assert.Equal("reason 1", Reasons(page));
        Assert.Empty((await _store.Rejected.PageAsync("nowhere", null, 50, Token)).Rows);
    }

    [Fact]
    public async Task One_is_read_with_its_bytes()
    {
        var page = await _store.Rejected.PageAsync(null, null, 1, Token);

        Assert.Equal(12, (await _store.Rejected.FindAsync(page.Rows[0].Id, Token))!.Body.Length);
        Assert.Null(await _store.Rejected.FindAsync(999, Token));
    }

    private static string Reasons(RejectedPage page) => string.Join(", ", page.Rows.Select(r => r.Reason));
}
