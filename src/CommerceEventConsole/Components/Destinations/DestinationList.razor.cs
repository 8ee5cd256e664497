using System.Globalization;
using CommerceEventConsole.Engine.Activity;
using CommerceEventConsole.Engine.Destinations;
using CommerceEventConsole.Engine.Setup;
using Microsoft.AspNetCore.Components;
using Radzen;

namespace CommerceEventConsole.Components.Destinations;

/// <summary>Every destination and how it fares; operators pause, resume and test.</summary>
public partial class DestinationList
{
    /// <inheritdoc />
    protected override TimeSpan Interval => TimeSpan.FromSeconds(2);

    [Inject]
    private DestinationActivityQueries Queries { get; set; } = null!;

    [Inject]
    private DestinationStore Store { get; set; } = null!;

    [Inject]
    private DialogService Dialogs { get; set; } = null!;

    /// <inheritdoc />
    protected override Task<IReadOnlyList<DestinationActivity>> ReadAsync(CancellationToken cancellationToken) =>
        Queries.ListAsync(cancellationToken);

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Deliveries(long count) => count == 1 ? "1 delivery" : $"{Number(count)} deliveries";

    private async Task PauseAsync(DestinationActivity row)
    {
        var name = row.Destination.Name;
        var holds = row.Unsent == 0
            ? "New deliveries are held until somebody resumes it. Nothing is lost."
            : $"{Deliveries(row.Unsent)} and all new ones are held until somebody resumes it. Nothing is lost.";
        if (await Dialogs.Confirm(holds, $"Pause {name}?", new ConfirmOptions { OkButtonText = "Pause", CancelButtonText = "Cancel" }) is true)
            await ChangeAsync(Store.PauseAsync, row, $"{name} is paused.");
    }

    private Task ResumeAsync(DestinationActivity row) => ChangeAsync(
        Store.ResumeAsync,
        row,
        row.Held == 0 ? $"{row.Destination.Name} is sent to again." : $"{row.Destination.Name} is sent to again: {Deliveries(row.Held)} that were held are on their way.");

    private Task ChangeAsync(
        Func<int, string, CancellationToken, Task<ChangeResult<Destination>>> change, DestinationActivity row, string done) =>
        ActAsync(
            async (who, cancellationToken) =>
            {
                var result = await change(row.Destination.Id, who, cancellationToken);
                return result.Succeeded ? null : string.Join(' ', result.Problems.Select(p => p.Message));
            },
            done);

    private Task TestAsync(Destination destination) => Dialogs.OpenTestAsync(destination);
}
