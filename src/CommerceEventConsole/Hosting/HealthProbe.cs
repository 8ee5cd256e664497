namespace CommerceEventConsole.Hosting;

/// <summary>Asks the console that runs on this machine whether it is alive: the health check of a container, which holds no curl.</summary>
internal static class HealthProbe
{
    /// <summary>Asks and exits, 0 if the console answers that it lives.</summary>
    public const string Argument = "--health-check";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static async Task<int> RunAsync()
    {
        var settings = new ConfigurationBuilder().AddEnvironmentVariables("ASPNETCORE_").Build();
        using var http = new HttpClient { Timeout = Patience };
        try
        {
            using var answer = await http.GetAsync(new Uri(Address(settings["urls"], settings["http_ports"]) + "/health/live"));
            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or UriFormatException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }

    /// <summary>Where the console listens: ASPNETCORE_URLS before ASPNETCORE_HTTP_PORTS, as the server has it.</summary>
    internal static string Address(string? urls, string? ports)
    {
        const StringSplitOptions Tidy = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;
        // Plain http first: inside the container its certificate would have another name.
        var url = (urls ?? "").Split(';', Tidy).OrderByDescending(u => u.StartsWith("http://", StringComparison.OrdinalIgnoreCase)).FirstOrDefault()
            ?? ((ports ?? "").Split(';', Tidy) is [var port, ..] ? $"http://localhost:{port}" : ConsoleHost.DefaultUrl);
        return StartBanner.Reachable(url);
    }
}
