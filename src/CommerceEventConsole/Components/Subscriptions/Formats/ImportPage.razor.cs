using CommerceEventConsole.Components.Forms;
using System.Globalization;
using CommerceEventConsole.Engine.Subscriptions.Formats;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;

namespace CommerceEventConsole.Components.Subscriptions.Formats;

/// <summary>Takes subscriptions from files: what they would do first, then the drafts of what was chosen.</summary>
public sealed partial class ImportPage
{
    private const int MaxFiles = ImportReader.MaxFiles;
    private const long MaxTotalBytes = 20 * 1024 * 1024;

    private readonly HashSet<ImportItem> _chosen = [];
    private ImportPlan? _plan;
    private IReadOnlyList<ImportOutcome>? _saved;
    private string? _problem;
    private ElementReference _savedTitle;
    private bool _showsSaved;

    /// <inheritdoc />
    protected override string WorkName => "An import of subscriptions";

    [Inject]
    private SubscriptionImport Import { get; set; } = null!;

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        // The button that was pressed is gone; what it did is where one goes on.
        if (_showsSaved == (_saved is not null))
            return;
        _showsSaved = _saved is not null;
        if (_showsSaved)
            await _savedTitle.TryFocusAsync();
    }

    private Task ReadAsync(InputFileChangeEventArgs chosen) => RunAsync(
        async cancellationToken =>
        {
            _plan = null;
            _chosen.Clear();
            if (chosen.FileCount > MaxFiles)
            {
                _problem = $"Those are {chosen.FileCount} files; at most {MaxFiles} are read at once. Nothing was read.";
                return;
            }

            var files = chosen.GetMultipleFiles(MaxFiles);
            if (files.FirstOrDefault(f => f.Size > ImportReader.MaxFileBytes) is { } large)
            {
                _problem = $"{large.Name} is larger than the 5 MB that are read of a file. Nothing was read.";
                return;
            }

            if (files.Sum(f => f.Size) > MaxTotalBytes)
            {
                _problem = "The files are larger than 20 MB together. Nothing was read: choose fewer.";
                return;
            }

            var read = new List<ImportFile>();
            foreach (var file in files)
                read.Add(await ReadAsync(file, cancellationToken));
            // Two megabytes of XML take their time: not on the thread that draws the page.
            _plan = await Task.Run(() => Import.PlanAsync(read, cancellationToken), cancellationToken);
            _chosen.UnionWith(_plan.Items.Where(i => i.CanBeSaved));
        },
        "The files could not be read, or the store did not answer. Nothing is saved; choose them again.");

    private Task SaveAsync() => RunAsync(
        async cancellationToken =>
        {
            var who = await WhoAsync();
            // In the order of the table.
            _saved = await Import.SaveAsync(_plan!.Items.Where(_chosen.Contains), who, cancellationToken);
        },
        "The store did not take all of it. Choose the files again: what was saved already shows as the same.");

    private void Restart()
    {
        (_plan, _saved, _problem) = (null, null, null);
        _chosen.Clear();
    }

    private Task RunAsync(Func<CancellationToken, Task> work, string failed) => RunAsync(
        cancellationToken =>
        {
            _problem = null;
            return work(cancellationToken);
        },
        () => _problem = failed);

    private static async Task<ImportFile> ReadAsync(IBrowserFile file, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        await using var stream = file.OpenReadStream(ImportReader.MaxFileBytes, cancellationToken);
        await stream.CopyToAsync(content, cancellationToken);
        return new ImportFile(file.Name, content.ToArray());
    }

    private static string Summary(ImportPlan plan)
    {
        (ImportAction Action, string Word)[] words =
            [(ImportAction.Create, "new"), (ImportAction.Change, "changed"), (ImportAction.Same, "the same"), (ImportAction.Refuse, "refused")];
        var counts = words.Select(w => (Count: plan.Items.Count(i => i.Action == w.Action), w.Word)).Where(c => c.Count > 0)
            .Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Count} {c.Word}")).ToList();
        return counts.Count == 0 ? "The files hold no subscription that could be taken. Nothing is saved." : $"{string.Join(", ", counts)}. Nothing is saved yet.";
    }

    private static string Count(int count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");
}
