using Bunit;
using CommerceEventConsole.Components.Rejected;
using CommerceEventConsole.Console.Tests.Events;

namespace CommerceEventConsole.Console.Tests.Rejected;

public sealed class RejectedPageTests : EventScreens
{
    [Fact]
    public async Task What_was_rejected_is_listed_with_its_reason_and_opens_to_its_bytes()
    {
        await RejectAsync("The body is no JSON: unexpected end at byte 1.", "{");
        var page = Render<RejectedPage>();
        page.WaitForElement("tbody tr");
        Assert.Contains("unexpected end at byte 1", page.Markup, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("pre"));

        page.Find("tbody button").Click();

        page.WaitForAssertion(() => Assert.Equal("{", page.Find("pre").TextContent));
    }

    [Theory]
    [InlineData("""{"phidata":true,"name":"Sam" """)]
    [InlineData("""{"PHIdata" : "1","name":"Sam" """)]
    public async Task What_was_marked_as_protected_is_shown_only_when_asked_for(string body)
    {
        await RejectAsync("The body is no JSON.", body);
        var page = Render<RejectedPage>();
        page.WaitForElement("tbody button").Click();
        page.WaitForAssertion(() => Assert.Contains("protected health information", page.Markup, StringComparison.Ordinal));
        Assert.DoesNotContain("Sam", page.Markup, StringComparison.Ordinal);

        page.Find(".notice button").Click();

        page.WaitForAssertion(() => Assert.Equal(body, page.Find("pre").TextContent));
    }

    [Fact]
    public async Task What_was_marked_as_not_protected_is_shown()
    {
        await RejectAsync("The body is no JSON.", """{"phidata":false,"name":"Sam" """);
        var page = Render<RejectedPage>();

        page.WaitForElement("tbody button").Click();

        page.WaitForAssertion(() => Assert.Contains("Sam", page.Find("pre").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public void Where_nothing_was_rejected_the_page_says_so()
    {
        var page = Render<RejectedPage>();

        page.WaitForAssertion(() => Assert.Contains("Nothing was rejected", page.Markup, StringComparison.Ordinal));
    }
}
