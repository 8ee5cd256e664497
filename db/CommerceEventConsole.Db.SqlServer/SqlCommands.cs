using System.Data;
using Microsoft.Data.SqlClient;

namespace CommerceEventConsole.Db.SqlServer;

/// <summary>Shorthand for the commands of this provider.</summary>
internal static class SqlCommands
{
    /// <summary>A command within the transaction. <paramref name="text"/> is one of <see cref="Statements"/>, never composed of data.</summary>
    public static SqlCommand Command(this SqlTransaction transaction, string text)
    {
        var command = transaction.Connection.Command(text);
        command.Transaction = transaction;
        return command;
    }

    /// <summary>A command on its own. <paramref name="text"/> is one of <see cref="Statements"/>, never composed of data.</summary>
    public static SqlCommand Command(this SqlConnection connection, string text)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // See the parameter's description.
        command.CommandText = text;
#pragma warning restore CA2100
        return command;
    }

    public static void AddTime(this SqlParameterCollection parameters, string name, DateTime value)
    {
        var parameter = parameters.Add(name, SqlDbType.DateTime2);
        parameter.Scale = 6;
        parameter.Value = value;
    }
}
