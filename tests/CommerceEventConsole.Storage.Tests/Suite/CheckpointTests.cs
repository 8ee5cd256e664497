using CommerceEventConsole.Storage.Tests.Stores;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Storage.Tests.Suite;

public sealed class CheckpointTestsOnSqlite(SqliteStore store) : StoreSuite(store), IClassFixture<SqliteStore>
{
    [Fact]
    public async Task What_was_written_is_copied_into_the_database_without_the_writer_doing_it()
    {
        await using var context = Store.CreateContext();
        var file = new FileInfo(context.Database.GetDbConnection().DataSource);
        var before = file.Length;

        // Far less than the log at which the writer itself would copy.
        for (var i = 0; i < 5; i++)
            await CommitAsync(Batches.OfRejected([.. Enumerable.Range(0, 1000).Select(_ => Batches.Rejected(1, new byte[500]))]));

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (file.Length == before)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, limit.Token);
            file.Refresh();
        }
    }
}
