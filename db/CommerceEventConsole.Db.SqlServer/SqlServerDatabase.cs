using Microsoft.Data.SqlClient;

namespace CommerceEventConsole.Db.SqlServer;

/// <summary>How connections to the one database are opened.</summary>
internal sealed class SqlServerDatabase
{
    private readonly string _writerConnectionString;

    public SqlServerDatabase(string connectionString)
    {
        var builder = new SqlConnectionStringBuilder(connectionString) { MultipleActiveResultSets = false };
        if (!builder.ShouldSerialize("Application Name"))
            builder.ApplicationName = "Commerce Event Console";
        if (builder.InitialCatalog.Length == 0)
            throw new ArgumentException("The connection string names no database (Initial Catalog).", nameof(connectionString));
        Name = builder.InitialCatalog;
        ConnectionString = builder.ConnectionString;

        // Outside the pool: a writer's connection that failed must really be closed, not handed out again.
        _writerConnectionString = new SqlConnectionStringBuilder(ConnectionString) { Pooling = false }.ConnectionString;
        MasterConnectionString =
            new SqlConnectionStringBuilder(ConnectionString) { Pooling = false, InitialCatalog = "master" }.ConnectionString;
    }

    public string Name { get; }

    public string ConnectionString { get; }

    /// <summary>For what must be done before the database exists.</summary>
    public string MasterConnectionString { get; }

    /// <summary>A connection for the one writer, beside the pool.</summary>
    public Task<SqlConnection> OpenWriterAsync(CancellationToken cancellationToken) => OpenAsync(_writerConnectionString, cancellationToken);

    /// <summary>A connection from the pool.</summary>
    public Task<SqlConnection> OpenAsync(CancellationToken cancellationToken) => OpenAsync(ConnectionString, cancellationToken);

    public static async Task<SqlConnection> OpenAsync(string connectionString, CancellationToken cancellationToken)
    {
        var connection = new SqlConnection(connectionString);
        try
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Whether a row with the same key was there: 2627 for a constraint, 2601 for an index.</summary>
    public static bool IsUniqueViolation(SqlException exception) => exception.Number is 2627 or 2601;

    /// <summary>Whether two transactions waited for each other and this one was undone.</summary>
    public static bool IsDeadlock(SqlException exception) => exception.Number == 1205;
}
