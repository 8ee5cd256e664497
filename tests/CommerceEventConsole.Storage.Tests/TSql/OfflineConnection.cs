using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.SqlClient;

namespace CommerceEventConsole.Storage.Tests.TSql;

/// <summary>A connection to <see cref="OfflineServer"/>.</summary>
internal sealed class OfflineConnection(OfflineServer server) : DbConnection
{
    private ConnectionState _state;

    [AllowNull]
    public override string ConnectionString { get; set; } = "";

    public override string Database => "console";

    public override string DataSource => "offline";

    public override string ServerVersion => "15.0.0";

    public override ConnectionState State => _state;

    public override void Open() => _state = ConnectionState.Open;

    public override void Close() => _state = ConnectionState.Closed;

    public override void ChangeDatabase(string databaseName) => throw new NotSupportedException();

    // SQL Server leaves the level of a transaction with its connection, and the pool hands it on: another than the usual one would reach
    // whoever comes next.
    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) =>
        isolationLevel is IsolationLevel.Unspecified or IsolationLevel.ReadCommitted
            ? new Transaction(this, isolationLevel)
            : throw new NotSupportedException($"A transaction asks for {isolationLevel}.");

    protected override DbCommand CreateDbCommand() => new Command(server) { Connection = this };

    private sealed class Transaction(DbConnection connection, IsolationLevel level) : DbTransaction
    {
        public override IsolationLevel IsolationLevel => level;

        protected override DbConnection DbConnection => connection;

        public override void Commit()
        {
        }

        public override void Rollback()
        {
        }
    }

    private sealed class Command(OfflineServer server) : DbCommand
    {
        // Parameters are the real ones: EF Core sets on them what only they have.
        private readonly SqlCommand _parameters = new();

        [AllowNull]
        public override string CommandText { get; set; } = "";

        public override int CommandTimeout { get; set; }

        public override CommandType CommandType { get; set; } = CommandType.Text;

        public override bool DesignTimeVisible { get; set; }

        public override UpdateRowSource UpdatedRowSource { get; set; }

        protected override DbConnection? DbConnection { get; set; }

        protected override DbParameterCollection DbParameterCollection => _parameters.Parameters;

        protected override DbTransaction? DbTransaction { get; set; }

        public override void Cancel()
        {
        }

        public override void Prepare()
        {
        }

        public override int ExecuteNonQuery()
        {
            using var rows = server.Answer(CommandText);
            return rows.HasRows ? 1 : 0;
        }

        public override object? ExecuteScalar()
        {
            using var rows = server.Answer(CommandText);
            return rows.HasRows ? 1 : null;
        }

        protected override DbParameter CreateDbParameter() => _parameters.CreateParameter();

        protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) => server.Answer(CommandText);

        protected override void Dispose(bool disposing)
        {
            _parameters.Dispose();
            base.Dispose(disposing);
        }
    }
}
