using System.Net;
using System.Net.Http.Headers;
using System.Text;
using CommerceEventConsole.EndToEnd.Tests.Processes;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CommerceEventConsole.EndToEnd.Tests.Screens;

/// <summary>What is large or hostile must not take the editor away from the person in front of it.</summary>
public sealed class LargePreviewTests(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    private const string EventType = "observer.large_thing_save_after";

    [Fact]
    public async Task An_event_of_two_megabytes_and_a_pattern_that_never_ends_leave_the_editor_usable()
    {
        await using var minute = await FirstMinute.StartAsync(
            ("Access:FirstAdministrator:Email", ConsoleProcess.Email), ("Access:FirstAdministrator:Password", ConsoleProcess.Password));
        await PostAsync(minute.Console.Url);
        await using var window = await browser.OpenAsync(minute.Console.Url);
        var page = window.Page;
        await window.SignInAsync();

        await window.VisitAsync("/subscriptions/new");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Large things");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync(EventType);
        await Expect(page.Locator(".pick").First).ToContainTextAsync(EventType);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("[role=treeitem][data-path='comment']")).ToBeVisibleAsync();
        await Expect(page.Locator(".preview-figures")).ToContainTextAsync("1 of the last 1");

        await page.GetByRole(AriaRole.Button, new() { Name = "As text" }).ClickAsync();
        await page.GetByLabel("Rules and fields, a line each").FillAsync("comment regex /^(a+)+\\1!$/\nsku");
        await Expect(page.Locator(".preview")).ToContainTextAsync("too long");
        await window.PictureAsync("large-preview");
        await page.GetByLabel("Rules and fields, a line each").FillAsync("sku equal TENT\nsku");
        await Expect(page.Locator(".preview-figures")).ToContainTextAsync("1 of the last 1");
        await Expect(page.GetByLabel("Payload as it is sent")).ToContainTextAsync("TENT");

        window.AssertContent();
    }

    private static async Task PostAsync(string console)
    {
        // Just below the 2 MB that intake takes.
        var items = string.Join(',', Enumerable.Range(0, 60_000).Select(i => $"{{\"sku\":\"S-{i}\",\"qty\":1}}"));
        var body = $"{{\"specversion\":\"1.0\",\"id\":\"large-1\",\"source\":\"urn:test\",\"type\":\"{EventType}\","
            + $"\"data\":{{\"value\":{{\"sku\":\"TENT\",\"comment\":\"{new string('a', 50_000)}\",\"items\":[{items}]}}}}}}";
        Assert.InRange(body.Length, 1_200_000, 2 * 1024 * 1024);
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"{console}/intake/erp-backoffice"))
        {
            Content = new StringContent(body, Encoding.UTF8, "application/cloudevents+json"),
        };
        // The sandbox's own secret (seed.setup.json).
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "sandbox-only-shared-token-erp-backoffice");
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
