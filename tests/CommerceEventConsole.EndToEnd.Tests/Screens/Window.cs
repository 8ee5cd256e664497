using CommerceEventConsole.EndToEnd.Tests.Processes;
using Microsoft.Playwright;

namespace CommerceEventConsole.EndToEnd.Tests.Screens;

/// <summary>A browser window that notes whatever the browser complains of: script errors and breaches of the content security policy.</summary>
internal sealed class Window : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly List<string> _complaints = [];
    private bool _isDone;

    public Window(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        // Chromium also reports breaches of the policy as errors on its console.
        page.Console += (_, message) =>
        {
            if (message.Type is "error")
                _complaints.Add($"{page.Url}: {message.Text} ({message.Location})");
        };
        page.PageError += (_, error) => _complaints.Add($"{page.Url}: {error}");
    }

    public IPage Page { get; }

    public async Task SignInAsync()
    {
        await Page.GotoAsync("/sign-in");
        await Page.GetByLabel("E-mail").FillAsync(ConsoleProcess.Email);
        await Page.GetByLabel("Password").FillAsync(ConsoleProcess.Password);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await ShowsAsync("Overview");
    }

    /// <summary>Opens a page and waits until it shows its data, whatever they are.</summary>
    public async Task VisitAsync(string path)
    {
        await Page.GotoAsync(path);
        await Page.GetByRole(AriaRole.Heading, new() { Level = 1 }).First.WaitForAsync();
        await Assertions.Expect(Page.GetByText("Loading…")).ToHaveCountAsync(0);
        // Fonts and whatever scripts draw.
        await Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
    }

    /// <summary>Follows the navigation, as people do.</summary>
    public async Task GoToAsync(string title)
    {
        await Page.GetByRole(AriaRole.Navigation, new() { Name = "Main" }).GetByRole(AriaRole.Link, new() { Name = title }).ClickAsync();
        await ShowsAsync(title);
    }

    /// <summary>Waits until a page with this title is shown.</summary>
    public Task ShowsAsync(string title) =>
        Page.GetByRole(AriaRole.Heading, new() { Name = title, Level = 1 }).WaitForAsync();

    /// <summary>Keeps a picture for people to look at.</summary>
    public Task PictureAsync(string name) =>
        Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Built.Artifacts, "screens", name + ".png") });

    /// <summary>The browser complained of nothing, and the test is at its end.</summary>
    public void AssertContent(IEnumerable<string>? otherProblems = null)
    {
        var problems = string.Join('\n', _complaints.Concat(otherProblems ?? []));
        Assert.True(problems.Length == 0, problems);
        _isDone = true;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_isDone)
            await PictureAsync("failed-" + TestContext.Current.TestMethod?.MethodName);
        await _context.DisposeAsync();
    }
}
