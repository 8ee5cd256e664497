using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace CommerceEventConsole.Components.Shell;

/// <summary>How a time is written.</summary>
public enum TimeForm
{
    /// <summary><c>09:14:03 3 minutes ago</c>.</summary>
    Both,

    /// <summary><c>09:14:03</c>.</summary>
    Absolute,

    /// <summary><c>3 minutes ago</c>.</summary>
    Relative,
}

/// <summary>A moment in the viewer's zone; pointing at it shows UTC.</summary>
public sealed partial class Time : IDisposable
{
    private ViewerClock _clock = null!;
    private ViewerClock? _own;

    /// <summary>The moment; null shows <see cref="Missing"/>.</summary>
    [Parameter]
    public DateTimeOffset? Value { get; set; }

    /// <summary>How it is written.</summary>
    [Parameter]
    public TimeForm Form { get; set; }

    /// <summary>What stands where there is no time.</summary>
    [Parameter]
    public string Missing { get; set; } = "–";

    [CascadingParameter]
    private ViewerClock? Viewer { get; set; }

    [Inject]
    private TimeProvider SystemClock { get; set; } = null!;

    /// <inheritdoc />
    public void Dispose()
    {
        _clock.Ticked -= Refresh;
        _own?.Dispose();
    }

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        _clock = Viewer ?? (_own = new ViewerClock(TimeZoneInfo.Utc, SystemClock));
        if (Form is not TimeForm.Absolute)
            _clock.Ticked += Refresh;
    }

    private static string Utc(DateTimeOffset value, string format) => value.UtcDateTime.ToString(format, CultureInfo.InvariantCulture);

    private void Refresh() => _ = InvokeAsync(StateHasChanged);
}
