using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace CommerceEventConsole.EndToEnd.Tests.Processes;

/// <summary>The console as `dotnet run` starts it: Development, with the sandbox beside it and its seed applied.</summary>
internal sealed class FirstMinute : IAsyncDisposable
{
    /// <summary>The article that the ERP does not know, so that orders with it fail.</summary>
    public const string UnknownSku = "TENT-ARC-2";

    private FirstMinute(ConsoleFolder folder, ConsoleProcess console, string sandbox)
    {
        Folder = folder;
        Console = console;
        Sandbox = new HttpClient { BaseAddress = new Uri(sandbox) };
    }

    public ConsoleFolder Folder { get; }

    public ConsoleProcess Console { get; }

    public HttpClient Sandbox { get; }

    /// <summary>Starts both and returns once the sandbox has proven itself to the console.</summary>
    public static async Task<FirstMinute> StartAsync(params (string Name, string? Value)[] settings)
    {
        var folder = new ConsoleFolder();
        var sandbox = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort.Find()}");
        var console = await ConsoleProcess.StartAsync(
            folder, [("ASPNETCORE_ENVIRONMENT", "Development"), ("Sandbox:Url", sandbox), .. settings]);
        var minute = new FirstMinute(folder, console, sandbox);
        await Until.TrueAsync("the sandbox is known to the console", minute.IsActiveAsync);
        return minute;
    }

    /// <summary>Presses one of the sandbox's buttons.</summary>
    public async Task<JsonNode> PressAsync(string path)
    {
        using var answer = await Sandbox.PostAsync(new Uri(path, UriKind.Relative), content: null, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!;
    }

    /// <summary>Places one order and returns its number.</summary>
    public async Task<string> PlaceOrderAsync(string? sku = null) =>
        (string)(await PressAsync("/control/shop/orders?count=1" + (sku is null ? "" : "&sku=" + sku)))["orders"]![0]!["incrementId"]!;

    /// <summary>What the ERP noted about an order, in order.</summary>
    public async Task<List<JsonNode>> ErpReceiptsAsync(string order)
    {
        var received = await Sandbox.GetFromJsonAsync<JsonNode>("/erp/received?take=1000", TestContext.Current.CancellationToken);
        return [.. received!["items"]!.AsArray().Where(i => string.Equals((string?)i!["orderNumber"], order, StringComparison.Ordinal)).Select(i => i!)];
    }

    public async ValueTask DisposeAsync()
    {
        Sandbox.Dispose();
        await Console.DisposeAsync();
        Folder.Dispose();
    }

    private async Task<bool> IsActiveAsync()
    {
        try
        {
            var adobe = await Sandbox.GetFromJsonAsync<JsonNode>("/control/adobe", TestContext.Current.CancellationToken);
            return string.Equals((string?)adobe!["state"], "active", StringComparison.OrdinalIgnoreCase);
        }
        catch (HttpRequestException)
        {
            // It does not listen yet.
            return false;
        }
    }
}
