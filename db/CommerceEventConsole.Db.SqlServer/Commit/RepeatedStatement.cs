using System.Data;
using System.Globalization;
using System.Text;
using Microsoft.Data.SqlClient;

namespace CommerceEventConsole.Db.SqlServer.Commit;

/// <summary>A parameter of a statement that is sent for many rows.</summary>
/// <param name="Name">Its name without the row's number.</param>
/// <param name="Type">Its type on the server.</param>
/// <param name="Size">Characters at most, or digits of a second's fraction; 0 where the type says all.</param>
/// <param name="Value">Its value in a row; null for NULL.</param>
internal sealed record RowParameter<T>(string Name, SqlDbType Type, int Size, Func<T, object?> Value);

/// <summary>
/// One statement for many rows, several to a round trip. Texts come in few lengths, so that the server keeps a plan for each; what is
/// left over is filled up with rows of NULLs, for which the statement does nothing.
/// </summary>
internal sealed class RepeatedStatement<T>(string template, IReadOnlyList<RowParameter<T>> parameters)
{
    private static readonly int[] Lengths = [1, 8, 64];

    /// <summary>The texts as they are sent, from the shortest.</summary>
    public IReadOnlyList<string> Texts { get; } = [.. Lengths.Select(length => Repeat(template, length))];

    public async Task RunAsync(SqlTransaction transaction, IReadOnlyList<T> rows, CancellationToken cancellationToken)
    {
        for (var done = 0; done < rows.Count; done += Lengths[^1])
        {
            var count = Math.Min(rows.Count - done, Lengths[^1]);
            var fit = Array.FindIndex(Lengths, length => length >= count);
            await using var command = transaction.Command(Texts[fit]);
            for (var i = 0; i < Lengths[fit]; i++)
                Bind(command, i, i < count ? rows[done + i] : default, i < count);
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static string Repeat(string template, int length)
    {
        var text = new StringBuilder();
        for (var i = 0; i < length; i++)
            text.Append(template.Replace("#", i.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)).Append('\n');
        return text.ToString();
    }

    private void Bind(SqlCommand command, int number, T? row, bool filled)
    {
        foreach (var p in parameters)
        {
            var parameter = new SqlParameter(string.Create(CultureInfo.InvariantCulture, $"@{p.Name}{number}"), p.Type)
            {
                Value = (filled ? p.Value(row!) : null) ?? DBNull.Value,
            };
            if (p.Type == SqlDbType.DateTime2)
                parameter.Scale = (byte)p.Size;
            else if (p.Size > 0)
                parameter.Size = p.Size;
            command.Parameters.Add(parameter);
        }
    }
}
