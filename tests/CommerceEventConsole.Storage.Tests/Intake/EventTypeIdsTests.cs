using CommerceEventConsole.Engine.Intake;
using CommerceEventConsole.Storage.Tests.Activity;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Storage.Tests.Intake;

public sealed class EventTypeIdsTests
{
    // As SQL Server compares by default.
    private const string IgnoreCase =
        """
        DROP TABLE EventTypes;
        CREATE TABLE EventTypes (Id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, Name TEXT NOT NULL UNIQUE COLLATE NOCASE);
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_type_that_the_store_takes_for_another_counts_among_the_rest()
    {
        await using var store = await ActivityStore.CreateAsync();
        await using var context = await store.Contexts.CreateDbContextAsync(Token);
        await context.Database.ExecuteSqlRawAsync(IgnoreCase, Token);
        var types = new EventTypeIds(store.Contexts);
        var first = await types.GetAsync("order.Placed", Token);

        var other = await types.GetAsync("order.placed", Token);

        Assert.NotEqual(first, other);
        Assert.Equal(await types.GetAsync(EventTypeIds.Rest, Token), other);
        Assert.Equal(first, await new EventTypeIds(store.Contexts).GetAsync("order.Placed", Token));
    }

    [Fact]
    public async Task The_rest_is_found_however_the_store_writes_it()
    {
        await using var store = await ActivityStore.CreateAsync();
        await using var context = await store.Contexts.CreateDbContextAsync(Token);
        await context.Database.ExecuteSqlRawAsync(IgnoreCase, Token);
        var written = await new EventTypeIds(store.Contexts).GetAsync("(OTHER)", Token);

        Assert.Equal(written, await new EventTypeIds(store.Contexts).GetAsync(EventTypeIds.Rest, Token));
    }
}
