using Bunit;
using CommerceEventConsole.Components.Subscriptions;
using CommerceEventConsole.Components.Subscriptions.Formats;
using CommerceEventConsole.Console.Tests.Overview;
using CommerceEventConsole.Engine.Access;
using CommerceEventConsole.Engine.Subscriptions;
using CommerceEventConsole.Engine.Subscriptions.Formats;
using Microsoft.AspNetCore.Components.Forms;

namespace CommerceEventConsole.Console.Tests.Subscriptions.Formats;

public sealed class ImportPageTests
{
    private const string Events = """
        <config>
          <event name="observer.sales_order_save_commit_after" unknown="x"><fields><field name="increment_id"/><field name="state"/></fields></event>
          <event name="observer.customer_login"><fields><field name="email"/></fields></event>
          <event name="observer.bad"><fields><field name="a b"/></fields></event>
        </config>
        """;

    [Fact]
    public async Task Nothing_can_be_saved_before_a_file_was_chosen()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Operator);

        var page = screens.Page.Render<ImportPage>();

        Assert.Empty(page.FindAll("table"));
        Assert.Empty(page.FindAll("button"));
        Assert.Equal("import-files", page.Find("label").GetAttribute("for"));
    }

    [Fact]
    public async Task A_file_is_shown_as_what_it_would_do_with_findings_at_their_lines_and_nothing_is_saved()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Operator);
        await screens.AddSubscriptionAsync("Orders", ["increment_id", "gone"], []);
        var page = screens.Page.Render<ImportPage>();

        Upload(page, Events);

        page.WaitForElement("tbody tr");
        var rows = page.FindAll("tbody tr");
        Assert.Equal(3, rows.Count);
        Assert.Contains("Changes to the draft of Orders", rows[0].TextContent, StringComparison.Ordinal);
        Assert.EndsWith("gone", rows[0].QuerySelector("del")!.TextContent, StringComparison.Ordinal);
        Assert.EndsWith("state", rows[0].QuerySelector("ins")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("A new draft", rows[1].TextContent, StringComparison.Ordinal);
        Assert.Contains("Refused", rows[2].TextContent, StringComparison.Ordinal);
        Assert.Null(rows[2].QuerySelector("input"));
        Assert.Contains("1 new, 1 changed, 1 refused", page.Find("p[role=status]").TextContent, StringComparison.Ordinal);
        Assert.Equal(["io_events.xml:2", "io_events.xml:4"], page.FindAll(".findings code").Select(c => c.TextContent));
        Assert.Null((await screens.Subscriptions.ListAsync(CancellationToken.None))[0].Draft());
    }

    [Fact]
    public async Task What_is_chosen_is_saved_as_drafts_with_links_to_them()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Operator);
        await screens.AddSubscriptionAsync("Orders", ["increment_id"], []);
        var page = screens.Page.Render<ImportPage>();
        Upload(page, Events);
        page.WaitForElement("[aria-label='Save Orders']").Change(false);

        page.WaitForAssertion(() => Assert.Contains("Save 1 draft", page.Find(".import-actions button").TextContent, StringComparison.Ordinal));
        await page.Find(".import-actions button").ClickAsync(new());

        var link = page.WaitForElement(".findings a");
        var rows = await screens.Subscriptions.ListAsync(CancellationToken.None);
        Assert.Equal(2, rows.Count);
        var created = Assert.Single(rows, r => r.Name != "Orders");
        Assert.Equal($"subscriptions/{created.Id}", link.GetAttribute("href"));
        Assert.Null(created.Published());
        Assert.Equal("observer.customer_login", SubscriptionDraft.WorkingCopy(created).EventType);
        Assert.Null(Assert.Single(rows, r => r.Name == "Orders").Draft());
    }

    [Fact]
    public async Task With_nothing_chosen_there_is_nothing_to_save()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Operator);
        var page = screens.Page.Render<ImportPage>();
        Upload(page, "<config><event name=\"observer.a\"><fields><field name=\"b\"/></fields></event></config>");

        page.WaitForElement("tbody input").Change(false);

        page.WaitForAssertion(() => Assert.True(page.Find(".import-actions button").HasAttribute("disabled")));
    }

    [Fact]
    public async Task Somebody_elses_change_in_between_is_named_and_the_others_are_saved()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Operator);
        var orders = await screens.AddSubscriptionAsync("Orders", ["increment_id"], []);
        var page = screens.Page.Render<ImportPage>();
        Upload(page, Events);
        page.WaitForElement("tbody tr");
        await screens.Subscriptions.UpdateAsync(
            orders.Id, orders.Version, SubscriptionDraft.From(orders) with { Fields = ["sku"] }, "ben@example.com", CancellationToken.None);

        await page.Find(".import-actions button").ClickAsync(new());

        page.WaitForElement(".findings a");
        Assert.Contains("ben@example.com", page.Find(".findings .field-problem").TextContent, StringComparison.Ordinal);
        Assert.StartsWith("1 draft saved", page.Find("#saved-title").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_shows_why_and_where()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Operator);
        var page = screens.Page.Render<ImportPage>();

        Upload(page, "<config>\n<event>");

        Assert.Contains("not XML", page.WaitForElement(".findings li").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("table"));
    }

    [Fact]
    public async Task Too_many_files_and_too_large_ones_are_refused_before_they_are_sent()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Operator);
        var page = screens.Page.Render<ImportPage>();
        var many = Enumerable.Range(0, ImportReader.MaxFiles + 1).Select(i => InputFileContent.CreateFromText("<config/>", $"{i}.xml")).ToArray();

        page.FindComponent<InputFile>().UploadFiles(many);
        Assert.Contains("31 files", page.WaitForElement("[role=alert]").TextContent, StringComparison.Ordinal);

        page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromBinary(new byte[ImportReader.MaxFileBytes + 1], "large.json"));
        page.WaitForAssertion(() => Assert.Contains("large.json is larger than the 5 MB", page.Find("[role=alert]").TextContent, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(ConsoleRoles.Viewer, false)]
    [InlineData(ConsoleRoles.Operator, true)]
    public async Task The_list_leads_to_what_one_may_do(string role, bool mayImport)
    {
        await using var screens = await Screens.OpenAsync(role);

        var list = screens.Page.Render<SubscriptionList>();

        Assert.Single(list.FindAll(".page-head a[href='subscriptions/export']"));
        Assert.Equal(mayImport, list.FindAll(".page-head a[href='subscriptions/import']").Count == 1);
    }

    private static void Upload(IRenderedComponent<ImportPage> page, string content) =>
        page.FindComponent<InputFile>().UploadFiles(InputFileContent.CreateFromText(content, "io_events.xml"));
}
