using System.Net;
using System.Xml.Linq;
using CommerceEventConsole.Console.Tests.Access;
using CommerceEventConsole.Engine.Access;
using CommerceEventConsole.Engine.Subscriptions;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceEventConsole.Console.Tests.Subscriptions.Formats;

public sealed class ExportDownloadTests(ConsoleApp app) : IClassFixture<ConsoleApp>
{
    [Fact]
    public async Task A_viewer_downloads_what_was_chosen_and_a_stranger_nothing()
    {
        var token = TestContext.Current.CancellationToken;
        var store = app.Services.GetRequiredService<SubscriptionStore>();
        var first = await store.CreateAsync(Draft("First", "observer.a"), "test", token);
        await store.CreateAsync(Draft("Second", "observer.b"), "test", token);
        await app.AddPersonAsync("viewer@example.com", ConsoleRoles.Viewer);
        var browser = app.Browse();
        using var refused = await browser.GetAsync("/subscriptions/export/io_events.xml");
        Assert.NotEqual(HttpStatusCode.OK, refused.StatusCode);
        using var signedIn = await browser.SignInAsync("viewer@example.com", ConsoleApp.Password);

        using var xml = await browser.GetAsync($"/subscriptions/export/io_events.xml?ids={first.Value!.Id}");
        using var set = await browser.GetAsync("/subscriptions/export/subscriptions.json");

        Assert.Equal("io_events.xml", xml.Content.Headers.ContentDisposition?.FileName);
        Assert.Equal("attachment", xml.Content.Headers.ContentDisposition?.DispositionType);
        var events = XDocument.Parse(await xml.Content.ReadAsStringAsync(token)).Descendants("event").Select(e => (string?)e.Attribute("name"));
        Assert.Equal(["observer.a"], events);
        Assert.Equal("application/json", set.Content.Headers.ContentType?.MediaType);
        var json = await set.Content.ReadAsStringAsync(token);
        Assert.Contains("\"First\"", json, StringComparison.Ordinal);
        Assert.Contains("\"Second\"", json, StringComparison.Ordinal);
        foreach (var ids in new[] { "", "x", "1,", "-1", "1e3", string.Join(',', Enumerable.Repeat("1", 1_001)) })
        {
            using var answer = await browser.GetAsync($"/subscriptions/export/io_events.xml?ids={ids}");
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        }
    }

    private static SubscriptionDraft Draft(string name, string eventType) => new(name, eventType, ["a"], [], [], RouteSending.Default, Enabled: true);
}
