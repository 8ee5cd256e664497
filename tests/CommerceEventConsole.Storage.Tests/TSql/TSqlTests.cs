using System.Reflection;
using CommerceEventConsole.Db.SqlServer;
using CommerceEventConsole.Db.SqlServer.Commit;
using CommerceEventConsole.Db.SqlServer.Schema;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Xunit.Sdk;

namespace CommerceEventConsole.Storage.Tests.TSql;

/// <summary>Every T-SQL text that the provider holds or that EF Core makes, read by SQL Server's own parser. Needs no server.</summary>
public sealed class TSqlTests
{
    public static TheoryData<string> Statements => new(Texts.Keys);

    public static TheoryData<string> Calls => new(FeatureCalls.All.Keys);

    private static Dictionary<string, string> Texts { get; } = Collect();

    [Theory]
    [MemberData(nameof(Statements))]
    public void A_statement_of_the_provider_is_sound(string name) => SqlText.AssertSound(name, Texts[name]);

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task What_a_feature_sends_is_sound(string name)
    {
        List<string> texts = [.. await OfflineConsole.SentAsync(FeatureCalls.All[name], hasRows: true)];
        texts.AddRange(await OfflineConsole.SentAsync(FeatureCalls.All[name], hasRows: false));

        Assert.NotEmpty(texts);
        foreach (var text in texts.Distinct(StringComparer.Ordinal))
            SqlText.AssertSound(name, text);
    }

    [Fact]
    public void The_schema_script_is_sound() => SqlText.AssertSound("schema.sql", SchemaScript.Generate());

    [Fact]
    public void The_migrations_script_is_sound()
    {
        using var context = OfflineContext.Create();

        SqlText.AssertSound("migrations", context.GetService<IMigrator>().GenerateScript());
    }

    [Fact]
    public void The_removal_of_all_migrations_is_sound()
    {
        using var context = OfflineContext.Create();
        var last = context.Database.GetMigrations().Last();

        SqlText.AssertSound("down", context.GetService<IMigrator>().GenerateScript(last, Migration.InitialDatabase));
    }

    [Fact]
    public void A_text_with_an_error_is_found_out_with_its_place()
    {
        var failure = Assert.ThrowsAny<XunitException>(() => SqlText.AssertSound("broken", "SELECT 1;\nSELECT FROM;"));

        Assert.Contains("broken (2,8)", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MERGE Counters AS t USING Settings AS s ON t.Name = s.Name WHEN MATCHED THEN DELETE;")]
    [InlineData("WAITFOR DELAY '00:00:01';")]
    [InlineData("SELECT [value] FROM OPENJSON(N'[1]') WITH ([value] int '$');")]
    [InlineData("SELECT Name COLLATE Latin1_General_BIN2 FROM Counters;")]
    public void A_text_with_what_is_avoided_is_found_out(string text) =>
        Assert.ThrowsAny<XunitException>(() => SqlText.AssertSound("avoided", text));

    private static Dictionary<string, string> Collect()
    {
        // A text with "#" is a template; what is sent is checked in its place. A template that is missing here fails every test.
        var sent = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
        {
            [nameof(Db.SqlServer.Statements.AdvanceDelivery)] = RowStatements.AdvanceDelivery.Texts,
            [nameof(Db.SqlServer.Statements.CountFailures)] = RowStatements.CountFailures.Texts,
            [nameof(Db.SqlServer.Statements.AddActivity)] = RowStatements.AddActivity.Texts,
            [nameof(Db.SqlServer.Statements.Lease)] = SqlServerDeliveryQueue.LeaseTexts,
            [nameof(Db.SqlServer.Statements.InsertReplayed)] = SqlServerReplayCommitter.InsertTexts,
        };
        var constants = typeof(Db.SqlServer.Statements).GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static)
            .Where(f => f.IsLiteral)
            .Select(f => (f.Name, Text: (string)f.GetRawConstantValue()!));
        return constants
            .SelectMany(c => c.Text.Contains('#', StringComparison.Ordinal)
                ? sent[c.Name].Select((text, i) => (Name: $"{c.Name}, length {i + 1}", Text: text))
                : [(c.Name, c.Text)])
            .ToDictionary(c => c.Name, c => c.Text, StringComparer.Ordinal);
    }
}
