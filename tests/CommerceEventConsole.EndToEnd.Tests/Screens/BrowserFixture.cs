using CommerceEventConsole.EndToEnd.Tests.Processes;
using Microsoft.Playwright;

namespace CommerceEventConsole.EndToEnd.Tests.Screens;

/// <summary>One browser for all tests of a class; each test opens a window of its own.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    // A page that works is there at once; a busy machine gets its time.
    private const float LimitMs = 120_000;

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        if (InstalledBrowser.Find() is not { } program)
            return;
        Assertions.SetDefaultExpectTimeout(LimitMs);
        _playwright = await Until.EndedAsync("the driver starts", Playwright.CreateAsync());
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = program,
            // Containers run as root, where Chromium's own sandbox does not work; it opens pages of this console only.
            Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        });
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await Until.EndedAsync("the browser closes", _browser.DisposeAsync().AsTask());
        _playwright?.Dispose();
    }

    /// <summary>A window without history. The test is skipped where no browser is installed.</summary>
    internal async Task<Window> OpenAsync(string address)
    {
        if (_browser is null)
            Assert.Skip(InstalledBrowser.Missing);
        var context = await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = address,
            Locale = "en-US",
            TimezoneId = "Europe/Berlin",
            ColorScheme = ColorScheme.Light,
            ViewportSize = new ViewportSize { Width = 1280, Height = 800 },
        });
        context.SetDefaultTimeout(LimitMs);
        return new Window(context, await context.NewPageAsync());
    }
}
