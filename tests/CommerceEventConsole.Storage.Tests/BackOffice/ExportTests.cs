using System.Text.Json;
using CommerceEventConsole.Engine.BackOffice;
using CommerceEventConsole.Engine.BackOffice.Exports;
using CommerceEventConsole.Engine.BackOffice.Rest;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Jobs;
using CommerceEventConsole.Engine.Storage;
using CommerceEventConsole.Storage.Tests.Stores;
using CommerceEventConsole.Storage.Tests.Suite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using OptionsFactory = Microsoft.Extensions.Options.Options;

namespace CommerceEventConsole.Storage.Tests.BackOffice;

public abstract class ExportTests(StoreFixture store) : StoreSuite(store), IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("console-export-").FullName;
    private readonly string _name = $"bi-{store.NextId()}";

    [Fact]
    public async Task Each_event_is_in_exactly_one_file_whatever_number_of_runs_there_is()
    {
        await RunAsync(ExportSubject.Events, ExportFormat.JsonLines);
        var ids = await EventsAsync(5);
        await RunAsync(ExportSubject.Events, ExportFormat.JsonLines, rowsPerFile: 2);
        await RunAsync(ExportSubject.Events, ExportFormat.JsonLines, rowsPerFile: 2);
        ids.AddRange(await EventsAsync(1));
        await RunAsync(ExportSubject.Events, ExportFormat.JsonLines, rowsPerFile: 2);

        Assert.Equal(ids, Lines("jsonl").Select(l => l.GetProperty("event_id").GetString()).Where(id => ids.Contains(id!)));
        Assert.All(Files("jsonl").TakeLast(4), f => Assert.InRange(File.ReadLines(f).Count(), 1, 2));
    }

    [Fact]
    public async Task A_run_that_was_cut_off_before_it_kept_its_position_makes_the_same_file_again()
    {
        await RunAsync(ExportSubject.Events, ExportFormat.JsonLines);
        var before = await StateAsync();
        await EventsAsync(1);
        await RunAsync(ExportSubject.Events, ExportFormat.JsonLines);
        var files = Files("jsonl");
        await using (var context = Store.CreateContext())
            await context.Settings.Where(s => s.Name == "Export." + _name).ExecuteUpdateAsync(set => set.SetProperty(s => s.Value, before), Cancellation);

        await RunAsync(ExportSubject.Events, ExportFormat.JsonLines);

        Assert.Equal(files, Files("jsonl"));
    }

    [Fact]
    public async Task A_delivery_is_exported_once_it_has_ended_and_does_not_hold_up_those_after_it()
    {
        var (slow, quick) = (Store.NextId(), Store.NextId());
        await CommitAsync(Batches.Event(Store.NextId(), $"{Guid.NewGuid()}", null, null, Batches.To(slow), Batches.To(quick)));
        await EndAsync(quick, DeliveryState.Delivered);
        var ids = await ReadAsync(c => c.Deliveries.Where(d => d.DestinationId == slow || d.DestinationId == quick).OrderBy(d => d.Id).Select(d => d.Id));

        await RunAsync(ExportSubject.Deliveries, ExportFormat.JsonLines);
        Assert.Equal([ids[1]], Exported(ids));

        await EndAsync(slow, DeliveryState.Failed);
        await RunAsync(ExportSubject.Deliveries, ExportFormat.JsonLines);
        await RunAsync(ExportSubject.Deliveries, ExportFormat.JsonLines);

        Assert.Equal([ids[1], ids[0]], Exported(ids));
        Assert.Equal("Failed", Lines("jsonl").Single(l => l.GetProperty("id").GetInt64() == ids[0]).GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_spreadsheet_runs_nothing_that_a_sender_wrote()
    {
        await RunAsync(ExportSubject.Events, ExportFormat.Csv);
        var item = Batches.Event(Store.NextId(), "=HYPERLINK(\"http://evil.example\"),a\nb");
        await CommitAsync(item);

        await RunAsync(ExportSubject.Events, ExportFormat.Csv);

        var text = await File.ReadAllTextAsync(Files("csv")[^1], Cancellation);
        Assert.StartsWith("seq,event_id,type,source,entity_kind,entity_key,occurred_at,received_at,channel,deliveries\r\n", text, StringComparison.Ordinal);
        Assert.Contains("\"'=HYPERLINK(\"\"http://evil.example\"\"),a\nb\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_nodes_that_export_at_once_do_not_undo_each_others_position()
    {
        await EventsAsync(1);
        var states = new ExportStates(Factory);
        await states.SaveAsync(_name, new ExportState(1, 1, []), seen: null, Cancellation);
        var (_, seen) = await states.ReadAsync(_name, Cancellation);

        Assert.True(await states.SaveAsync(_name, new ExportState(2, 2, []), seen, Cancellation));
        Assert.False(await states.SaveAsync(_name, new ExportState(3, 3, []), seen, Cancellation));

        Assert.Equal(2, (await states.ReadAsync(_name, Cancellation)).State.After);
    }

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        Directory.Delete(_folder, recursive: true);
    }

    private IDbContextFactory<ConsoleDbContext> Factory => Store.Services.GetRequiredService<IDbContextFactory<ConsoleDbContext>>();

    private async Task<List<string>> EventsAsync(int count)
    {
        var source = Store.NextId();
        var ids = Enumerable.Range(0, count).Select(_ => $"{Guid.NewGuid()}").ToList();
        foreach (var id in ids)
            await CommitAsync(Batches.Event(source, id));
        return ids;
    }

    private async Task RunAsync(ExportSubject what, ExportFormat format, int rowsPerFile = 10_000)
    {
        var definition = new ExportDefinition { Name = _name, What = what, Format = format, Folder = _folder, RowsPerFile = rowsPerFile };
        using var transport = new SystemTransport(TimeProvider.System, OptionsFactory.Create(new BackOfficeOptions()));
        var job = new ExportJob(definition, new ExportRows(Factory), new ExportStates(Factory), transport, TimeProvider.System);
        await job.RunAsync(new JobContext(NullLogger.Instance, TimeProvider.System), Cancellation);
    }

    private async Task EndAsync(int destination, DeliveryState state)
    {
        await using var context = Store.CreateContext();
        await context.Deliveries.Where(d => d.DestinationId == destination).ExecuteUpdateAsync(set => set.SetProperty(d => d.State, state), Cancellation);
    }

    private async Task<string> StateAsync() =>
        Assert.Single(await ReadAsync(c => c.Settings.Where(s => s.Name == "Export." + _name).Select(s => s.Value)));

    private List<long> Exported(List<long> ids) => [.. Lines("jsonl").Select(l => l.GetProperty("id").GetInt64()).Where(ids.Contains)];

    private string[] Files(string ending) => [.. Directory.GetFiles(_folder, $"*.{ending}").Order(StringComparer.Ordinal)];

    private List<JsonElement> Lines(string ending) => [.. Files(ending).SelectMany(File.ReadLines).Select(l => JsonDocument.Parse(l).RootElement)];
}

public sealed class ExportTestsOnSqlite(SqliteStore store) : ExportTests(store), IClassFixture<SqliteStore>;

public sealed class ExportTestsOnSqlServer(SqlServerStore store) : ExportTests(store), IClassFixture<SqlServerStore>;
