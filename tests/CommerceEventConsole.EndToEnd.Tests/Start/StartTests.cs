using CommerceEventConsole.EndToEnd.Tests.Processes;

namespace CommerceEventConsole.EndToEnd.Tests.Start;

public sealed class StartTests
{
    [Fact]
    public async Task Migrating_only_makes_the_database_and_exits_with_0()
    {
        using var folder = new ConsoleFolder();

        var (exitCode, output) = await ConsoleProcess.RunAsync(folder, ["--migrate-only"]);

        Assert.Equal(0, exitCode);
        Assert.Contains("up to date", output, StringComparison.Ordinal);
        Assert.Empty(await folder.Store.EventIdsAsync());
    }

    [Fact]
    public async Task Settings_that_cannot_work_are_all_named_and_the_exit_code_is_1()
    {
        using var folder = new ConsoleFolder();

        var (exitCode, output) = await ConsoleProcess.RunAsync(
            folder, [], ("Storage:Provider", "Oracle"), ("Delivery:ClaimBatch", "0"), ("Access:FormsPerMinute", "many"), ("Sandbox:Enabled", "perhaps"));

        Assert.Equal(1, exitCode);
        Assert.Contains("Storage:Provider is \"Oracle\"", output, StringComparison.Ordinal);
        Assert.Contains("Delivery:ClaimBatch", output, StringComparison.Ordinal);
        Assert.Contains("Access:FormsPerMinute is \"many\"", output, StringComparison.Ordinal);
        Assert.Contains("Sandbox:Enabled is \"perhaps\"", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_setup_file_with_mistakes_is_refused_whole_with_every_mistake_named()
    {
        using var folder = new ConsoleFolder();
        await folder.WriteSetupAsync("""
            {
              "sources": [{ "slug": "good", "verification": "None" }, { "slug": "Not A Slug", "verification": "None" }],
              "destinations": [{ "name": "ERP", "url": "ftp://erp.example.com" }],
              "subscriptions": [{ "name": "Orders", "eventType": "observer.sales_order_save_commit_after", "destinations": ["Nobody"] }]
            }
            """);

        var (exitCode, output) = await ConsoleProcess.RunAsync(folder, []);

        Assert.Equal(1, exitCode);
        Assert.Contains("sources[1].slug", output, StringComparison.Ordinal);
        Assert.Contains("destinations[0].url", output, StringComparison.Ordinal);
        Assert.Contains("subscriptions[0].destinations", output, StringComparison.Ordinal);
        Assert.Empty(await folder.Store.ReadAsync(db => db.Sources));
    }

    [Fact]
    public async Task A_setup_file_applied_again_changes_nothing()
    {
        await using var sink = await Sink.StartAsync();
        using var folder = new ConsoleFolder();
        await folder.WriteSetupAsync(Shop.Setup(sink));

        await (await ConsoleProcess.StartAsync(folder)).DisposeAsync();
        var first = await ConfigurationAsync(folder);
        await (await ConsoleProcess.StartAsync(folder)).DisposeAsync();

        Assert.Equal(4, first.Count);
        Assert.Equal(first, await ConfigurationAsync(folder));
    }

    [Fact]
    public async Task The_health_check_of_a_container_succeeds_only_beside_a_console_that_lives()
    {
        using var folder = new ConsoleFolder();
        await using var console = await ConsoleProcess.StartAsync(folder);
        Task<(int ExitCode, string)> CheckAsync() => ConsoleProcess.RunAsync(folder, ["--health-check"], ("ASPNETCORE_URLS", console.Url));

        Assert.Equal(0, (await CheckAsync()).ExitCode);
        await console.KillAsync();
        Assert.Equal(1, (await CheckAsync()).ExitCode);
    }

    [Fact]
    public async Task A_first_start_has_nothing_to_warn_of()
    {
        using var folder = new ConsoleFolder();
        await using var console = await ConsoleProcess.StartAsync(folder);
        await console.StopAsync();

        Assert.Contains(" info: ", console.Output.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(" warn: ", console.Output.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(" fail: ", console.Output.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_console_that_is_asked_to_stop_exits_with_0()
    {
        using var folder = new ConsoleFolder();
        await using var console = await ConsoleProcess.StartAsync(folder);
        Assert.Equal(0, await console.StopAsync());
    }

    [Fact]
    public async Task An_address_in_use_is_named_with_the_setting_that_changes_it()
    {
        using var folder = new ConsoleFolder();
        await using var first = await ConsoleProcess.StartAsync(folder);
        using var other = new ConsoleFolder();

        var (exitCode, output) = await ConsoleProcess.RunAsync(other, [], ("ASPNETCORE_URLS", first.Url));

        Assert.Equal(1, exitCode);
        Assert.Contains("ASPNETCORE_URLS", output, StringComparison.Ordinal);
    }

    /// <summary>All that a setup file can write, with its audit log, as text.</summary>
    private static async Task<List<string>> ConfigurationAsync(ConsoleFolder folder)
    {
        var rows = new List<string>();
        rows.AddRange(await folder.Store.ReadAsync(db => db.Sources.Select(s => $"source {s.Id} {s.Slug} {s.Name}")));
        rows.AddRange(await folder.Store.ReadAsync(db => db.Destinations.Select(d => $"destination {d.Id} {d.Name} {d.Url}")));
        rows.AddRange(await folder.Store.ReadAsync(db => db.SubscriptionRevisions.Select(r => $"revision {r.Id} of {r.SubscriptionId}")));
        rows.Add($"audit {(await folder.Store.ReadAsync(db => db.AuditEntries.Select(a => a.Id))).Count}");
        return rows;
    }
}
