using System.Text;
using CommerceEventConsole.Engine.Subscriptions.Formats;

namespace CommerceEventConsole.Engine.Tests.Subscriptions.Formats;

public sealed class HostileFileTests
{
    [Fact]
    public void Entities_that_multiply_are_refused_before_they_are_read()
    {
        const string bomb = """
            <!DOCTYPE lolz [
              <!ENTITY lol "lol">
              <!ENTITY lol1 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">
              <!ENTITY lol2 "&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;">
            ]>
            <config><event name="&lol2;"/></config>
            """;

        Refused(Files.Read(bomb), "DOCTYPE", 1);
    }

    [Fact]
    public void Nothing_is_fetched_for_a_file()
    {
        var secret = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"));
        var files = Files.Read($"<!DOCTYPE c [ <!ENTITY x SYSTEM \"file://{secret}\"> ]><config><event name=\"observer.a\"><fields><field name=\"&x;\"/></fields></event></config>");

        Refused(files, "DOCTYPE", 1);
    }

    [Theory]
    [InlineData("<config>\n<event name=\"&nbsp;\"/></config>", 2)]
    [InlineData("<config>\n<event name='a'>\n</config>", 3)]
    [InlineData("<config>\n<event name='a'", 2)]
    [InlineData("  \n<?xml version=\"1.0\"?><config/>", 2)]
    [InlineData("<config/>\n<config/>", 2)]
    public void What_is_no_XML_is_refused_with_its_line(string content, int line) => Refused(Files.Read(content), "not XML", line);

    [Fact]
    public void Elements_nested_too_deep_are_refused()
    {
        var deep = new StringBuilder().Insert(0, "<a>", 100_000).ToString();

        Refused(Files.Read($"<config>\n{deep}"), "nested more than 32", 2);
    }

    [Theory]
    [InlineData('<', 2, "2 MB")]
    [InlineData('{', 5, "5 MB")]
    public void A_file_that_is_too_large_is_refused(char first, int megabytes, string expected)
    {
        var content = new byte[(megabytes * 1024 * 1024) + 1];
        content.AsSpan().Fill((byte)' ');
        content[0] = (byte)first;

        Refused(Files.Read(new ImportFile("large", content)), expected, 0);
    }

    [Theory]
    [InlineData("")]
    [InlineData("name,fields")]
    [InlineData("<?php return [];")]
    [InlineData("PK\u0003\u0004")]
    public void Other_files_are_refused(string content)
    {
        var files = Files.Read(Files.File(content, "other"));

        Assert.Empty(files.Subscriptions);
        Assert.Equal(FindingLevel.Error, Files.Finding(files).Level);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_refused()
    {
        var files = Files.Read(new ImportFile("bad", (byte[])[.. "<config><event name=\""u8, 0xC3, 0x28, .. "\"/></config>"u8]));

        Assert.Empty(files.Subscriptions);
        Assert.Equal(FindingLevel.Error, Files.Finding(files).Level);
    }

    [Fact]
    public void A_file_full_of_mistakes_is_listed_up_to_a_limit()
    {
        var files = Files.Read($"<config>{new StringBuilder().Insert(0, "<x/>", 50_000)}</config>");

        Assert.Equal(501, files.Findings.Count);
        Assert.Contains("49,501", files.Findings[^1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_event_of_very_many_fields_is_refused_without_comparing_each_with_each()
    {
        var fields = string.Concat(Enumerable.Range(0, 60_000).Select(i => FormattableString.Invariant($"<field name='f{i}'/>")));

        var files = Files.Read(Files.Event($"<fields>{fields}</fields>"));

        Assert.Contains("more than 500 fields", Assert.Single(Files.Single(files).Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void More_subscriptions_than_the_console_holds_are_left_out_and_reported()
    {
        var events = string.Concat(Enumerable.Range(0, 1_200).Select(i => FormattableString.Invariant($"<event name='observer.e{i}'><fields><field name='a'/></fields></event>")));

        var files = Files.Read($"<config>{events}</config>");

        Assert.Equal(1_000, files.Subscriptions.Count);
        Assert.Contains("1,200", Files.Finding(files).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void More_files_than_an_import_takes_are_not_read()
    {
        var many = Enumerable.Range(0, 31).Select(i => Files.File($"<config><event name='observer.e{i}'><fields><field name='a'/></fields></event></config>")).ToArray();

        var files = Files.Read(many);

        Assert.Equal(30, files.Subscriptions.Count);
        Assert.Equal(FindingLevel.Error, Files.Finding(files).Level);
    }

    private static void Refused(ImportedFiles files, string expected, int line)
    {
        Assert.Empty(files.Subscriptions);
        var finding = Files.Finding(files);
        Assert.Equal((FindingLevel.Error, line), (finding.Level, finding.Line));
        Assert.Contains(expected, finding.Message, StringComparison.Ordinal);
    }
}
