using CommerceEventConsole.Db.SqlServer;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Storage.Tests.TSql;

/// <summary>The model on SQL Server without a server.</summary>
internal static class OfflineContext
{
    public static SqlServerConsoleDbContext Create()
    {
        var options = new DbContextOptionsBuilder<SqlServerConsoleDbContext>();
        SqlServerStorage.Configure(options, connectionString: null, maxBatchSize: 1);
        return new SqlServerConsoleDbContext(options.Options);
    }
}
