using CommerceEventConsole.Engine.Subscriptions;
using CommerceEventConsole.Engine.Subscriptions.Matching;
using Microsoft.AspNetCore.Components;

namespace CommerceEventConsole.Components.Subscriptions;

/// <summary>Tries the subscription on real events while it is being edited.</summary>
public partial class PreviewPanel
{
    private const int MaxShown = 20_000;

    private IReadOnlyList<PreviewEvent>? _events;
    private CompiledSubscription? _compiled;
    private PreviewResult? _result;
    private int _index;

    /// <summary>Events to try it on.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<PreviewEvent> Events { get; set; } = [];

    /// <summary>Whether those are still being read.</summary>
    [Parameter]
    public bool IsLoading { get; set; }

    /// <summary>The subscription as it stands; null while something is wrong with it.</summary>
    [Parameter, EditorRequired]
    public CompiledSubscription? Compiled { get; set; }

    /// <summary>What is wrong with it.</summary>
    [Parameter]
    public IReadOnlyList<string> CompileProblems { get; set; } = [];

    [Inject]
    private SubscriptionPreview Preview { get; set; } = null!;

    private PreviewEvent Current => Events[_index];

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        if (!ReferenceEquals(_events, Events))
            _index = 0;
        else if (ReferenceEquals(_compiled, Compiled))
            return;
        (_events, _compiled) = (Events, Compiled);
        Try();
    }

    private void Select(int index)
    {
        _index = index;
        Try();
    }

    private void Try() => _result = Compiled is null || Events.Count == 0 ? null : Preview.Try(Compiled, Current);
}
