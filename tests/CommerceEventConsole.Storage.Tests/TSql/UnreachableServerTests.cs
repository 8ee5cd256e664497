using System.Net;
using System.Net.Sockets;
using System.Reflection;
using CommerceEventConsole.Db.SqlServer;
using CommerceEventConsole.Engine.Storage;
using CommerceEventConsole.Storage.Tests.Stores;
using Microsoft.Data.SqlClient;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceEventConsole.Storage.Tests.TSql;

/// <summary>What can be said of the provider where there is no server.</summary>
public sealed class UnreachableServerTests
{
    [Fact]
    public async Task A_batch_fails_and_leaves_its_rows_as_they_were()
    {
        await using var services = Provider($"Server=tcp:127.0.0.1,{ClosedPort()};Database=console;User ID=a;Password=b;Connect Timeout=5;ConnectRetryCount=0");
        var item = Batches.Event(1, "a");

        await Assert.ThrowsAsync<SqlException>(() =>
            services.GetRequiredService<IBatchCommitter>().CommitAsync(Batches.Of(item), TestContext.Current.CancellationToken));

        Assert.Equal((0L, false), (item.Row.Seq, item.IsDuplicate));
    }

    [Fact]
    public void A_connection_string_without_a_database_is_refused() =>
        Assert.Throws<ArgumentException>(() => Provider("Server=localhost;Integrated Security=true"));

    [Fact]
    public async Task The_store_can_be_shared_by_nodes()
    {
        await using var services = Provider("Server=localhost;Database=console");

        Assert.Equal(new StorageInfo(StorageProvider.SqlServer, SingleNode: false), services.GetRequiredService<StorageInfo>());
    }

    [Fact]
    public void The_assembly_that_every_parameter_needs_is_there() =>
        Assert.Contains(Assembly.Load("Microsoft.SqlServer.Server").GetExportedTypes(), t => string.Equals(t.Name, "InvalidUdtException", StringComparison.Ordinal));

    private static ServiceProvider Provider(string connectionString)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSqlServerStorage(connectionString, new StorageOptions());
        return services.BuildServiceProvider();
    }

    /// <summary>A port that was free a moment ago and on which nobody answers.</summary>
    private static int ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
