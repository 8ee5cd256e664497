using System.Globalization;
using CommerceEventConsole.Engine.Events;
using CommerceEventConsole.Engine.Intake;
using Microsoft.AspNetCore.Components;

namespace CommerceEventConsole.Components.Rejected;

/// <summary>What could not be read as an event, with its reason and its bytes.</summary>
public sealed partial class RejectedPage
{
    private const int PageSize = 50;

    private readonly CancellationTokenSource _leaving = new();
    private NameBook? _names;
    private Engine.Intake.RejectedPage? _page;
    private RejectedRequest? _open;
    private string? _shown;
    private bool _failed;
    private bool _isProtected;
    private bool _revealed;

    /// <summary>Only of this source, from the address.</summary>
    [SupplyParameterFromQuery]
    public string? Source { get; set; }

    /// <summary>Only older than this, from the address.</summary>
    [SupplyParameterFromQuery]
    public long? Before { get; set; }

    [Inject]
    private RejectedQueries Queries { get; set; } = null!;

    [Inject]
    private EventQueries Events { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private ILogger<RejectedPage> Logger { get; set; } = null!;

    /// <inheritdoc />
    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }

    /// <inheritdoc />
    protected override Task OnParametersSetAsync()
    {
        var address = Address(Source, Before);
        if (string.Equals(address, _shown, StringComparison.Ordinal)) return Task.CompletedTask;
        (_shown, _page, _open) = (address, null, null);
        return LoadAsync();
    }

    private Task LoadAsync() => RunAsync(async token =>
    {
        _names = await Events.NamesAsync(token);
        _page = await Queries.PageAsync(string.IsNullOrEmpty(Source) ? null : Source, Before, PageSize, token);
    });

    private Task ToggleAsync(long id) => RunAsync(async token =>
    {
        var opened = _open?.Id == id ? null : await Queries.FindAsync(id, token);
        _isProtected = opened is not null && (ProtectionMark.IsIn(opened.Body) || ProtectionMark.IsIn(opened.Headers));
        (_revealed, _open) = (false, opened);
    });

    private async Task RunAsync(Func<CancellationToken, Task> work)
    {
        _failed = false;
        try
        {
            await work(_leaving.Token);
        }
        catch (OperationCanceledException) when (_leaving.IsCancellationRequested)
        {
            // The page was left.
        }
        catch (Exception e)
        {
            Logger.LogWarning(e, "Rejected requests could not be read");
            _failed = true;
        }
    }

    private static string Address(string? source, long? before)
    {
        string?[] parts =
        [
            string.IsNullOrEmpty(source) ? null : $"source={Uri.EscapeDataString(source)}",
            before is { } id ? string.Create(CultureInfo.InvariantCulture, $"before={id}") : null,
        ];
        var query = string.Join('&', parts.Where(p => p is not null));
        return query.Length == 0 ? "rejected" : $"rejected?{query}";
    }
}
