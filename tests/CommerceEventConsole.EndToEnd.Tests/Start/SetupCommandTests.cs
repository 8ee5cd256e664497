using System.Text.Json.Nodes;
using CommerceEventConsole.EndToEnd.Tests.Processes;

namespace CommerceEventConsole.EndToEnd.Tests.Start;

/// <summary>Setup files on the command line.</summary>
public sealed class SetupCommandTests
{
    [Fact]
    public async Task A_file_is_tried_in_words_and_nothing_of_it_is_there_afterwards()
    {
        using var folder = new ConsoleFolder();
        await folder.WriteSetupAsync(Shop.Setup());

        var tried = await ConsoleProcess.RunAsync(folder, ["--check-setup"]);

        Assert.Equal(0, tried.ExitCode);
        Assert.Contains("The setup file would do this; nothing was done:", tried.Output, StringComparison.Ordinal);
        Assert.Contains("adds the source 'shop'", tried.Output, StringComparison.Ordinal);

        var file = Path.Combine(folder.Path, "exported.json");
        var exported = await ConsoleProcess.RunAsync(folder, ["--export-setup", file]);

        Assert.Equal(0, exported.ExitCode);
        Assert.Empty(JsonNode.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken))!.AsObject());
    }

    [Fact]
    public async Task A_file_that_cannot_be_applied_says_why()
    {
        using var folder = new ConsoleFolder();
        await folder.WriteSetupAsync("""{ "resyncs": [{ "name": "Stock", "kind": "Stock", "direction": "ToCommerce", "commerce": "Gone", "system": "Gone" }] }""");

        var tried = await ConsoleProcess.RunAsync(folder, ["--check-setup"]);

        Assert.Equal(1, tried.ExitCode);
        Assert.Contains("$.resyncs[0].commerce: There is no Commerce instance 'Gone'", tried.Output, StringComparison.Ordinal);
    }
}
