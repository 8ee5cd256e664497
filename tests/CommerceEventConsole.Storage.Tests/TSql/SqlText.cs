using Microsoft.SqlServer.TransactSql.ScriptDom;

namespace CommerceEventConsole.Storage.Tests.TSql;

/// <summary>What a T-SQL text must be.</summary>
internal static class SqlText
{
    /// <summary>Words that servers which only speak SQL Server's protocol do not know, or not as SQL Server does.</summary>
    private static readonly HashSet<TSqlTokenType> Avoided = [TSqlTokenType.Merge, TSqlTokenType.WaitFor, TSqlTokenType.Collate];

    /// <summary>Parses it as SQL Server 2019 does, and looks for what is avoided.</summary>
    public static void AssertSound(string name, string text)
    {
        using var reader = new StringReader(text);
        var fragment = new TSql150Parser(initialQuotedIdentifiers: true).Parse(reader, out var errors);
        Assert.True(errors.Count == 0, string.Join('\n', errors.Select(e => $"{name} ({e.Line},{e.Column}): {e.Message}\n{Line(text, e.Line)}")));

        var found = fragment.ScriptTokenStream.FirstOrDefault(
            t => Avoided.Contains(t.TokenType) || string.Equals(t.Text, "OPENJSON", StringComparison.OrdinalIgnoreCase));
        Assert.True(found is null, $"{name} ({found?.Line},{found?.Column}): {found?.Text} is avoided");
    }

    private static string Line(string text, int number) => text.Split('\n').ElementAtOrDefault(number - 1) ?? "";
}
