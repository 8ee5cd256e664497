using System.Net;
using CommerceEventConsole.EndToEnd.Tests.Processes;

namespace CommerceEventConsole.EndToEnd.Tests.Access;

/// <summary>What strangers meet at a console that runs as it does in production.</summary>
public sealed class DoorTests
{
    private static readonly string[] Open = ["/sign-in", "/health/live", "/health/ready", "/app.css", "/_framework/blazor.web.js"];

    private static readonly string[] Closed =
    [
        "/", "/events", "/events/1", "/entity/Order/000000001", "/failures", "/rejected", "/subscriptions", "/subscriptions/new", "/destinations",
        "/destinations/new", "/sources", "/sources/new", "/people", "/no-such-page", "/hubs/events", "/hubs/events/negotiate", "/_blazor", "/sign-out",
    ];

    [Fact]
    public async Task Strangers_get_no_further_than_the_doors()
    {
        using var folder = new ConsoleFolder();
        await using var console = await ConsoleProcess.StartWithAdministratorAsync(folder);
        using var stranger = new Visitor(console);

        Assert.All(await StatusesAsync(stranger, Open), s => Assert.Equal(HttpStatusCode.OK, s.Status));
        Assert.All(await StatusesAsync(stranger, Closed), s => Assert.True(
            s.Status is HttpStatusCode.Unauthorized or HttpStatusCode.MethodNotAllowed || s.LeadsTo is "/sign-in", $"{s.Path} answered {s.Status}"));

        // The same pages let the administrator in, so they were not closed for being absent.
        await stranger.SignInAsync();
        Assert.All(await StatusesAsync(stranger, ["/", "/events", "/failures", "/subscriptions", "/destinations", "/sources", "/people"]),
            s => Assert.Equal(HttpStatusCode.OK, s.Status));
    }

    [Fact]
    public async Task The_link_of_the_first_start_makes_one_administrator_and_no_second()
    {
        using var folder = new ConsoleFolder();
        await using var console = await ConsoleProcess.StartAsync(folder);
        var link = new Uri(console.Output.Labelled("First sign-in") ?? throw new InvalidOperationException(console.Output.Text)).AbsolutePath;
        (string, string)[] form =
            [("Input.Email", ConsoleProcess.Email), ("Input.Password", ConsoleProcess.Password), ("Input.Repeat", ConsoleProcess.Password)];

        using var first = new Visitor(console);
        using var entered = await first.SubmitAsync(link, form);
        using var home = await first.GetAsync("/people");
        using var second = new Visitor(console);
        using var again = await second.GetAsync(link);
        using var refused = await second.SubmitAsync(link, form);
        using var outside = await second.GetAsync("/people");

        Assert.Equal("/", first.PathOf(entered));
        Assert.Equal(HttpStatusCode.OK, home.StatusCode);
        Assert.Contains("does not work", await again.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.NotEqual("/", second.PathOf(refused), StringComparer.Ordinal);
        Assert.Equal("/sign-in", second.PathOf(outside));
        Assert.Equal([ConsoleProcess.Email], await folder.Store.ReadAsync(db => db.Users.Select(u => u.Email)));
    }

    private static async Task<List<(string Path, HttpStatusCode Status, string? LeadsTo)>> StatusesAsync(Visitor visitor, string[] paths)
    {
        var statuses = new List<(string, HttpStatusCode, string?)>();
        foreach (var path in paths)
        {
            using var answer = await visitor.GetAsync(path);
            statuses.Add((path, answer.StatusCode, visitor.PathOf(answer)));
        }

        return statuses;
    }
}
