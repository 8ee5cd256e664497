using CommerceEventConsole.Engine.Subscriptions.History;
using CommerceEventConsole.Engine.Subscriptions.Matching;
using Microsoft.AspNetCore.Components;

namespace CommerceEventConsole.Components.Subscriptions.History;

/// <summary>Runs a draft over the stored events and says what it would change.</summary>
public partial class TimeMachinePanel
{
    private static readonly int[] Choices = [7, 30];

    private IReadOnlyList<string> _problems = [];
    private SubscriptionDefinition? _checked;
    private SubscriptionDefinition? _ran;
    private HistoryResult? _result;
    private int _days = 7;
    private int _ranDays;
    private bool _ranPublished;
    private bool _isStale;

    /// <summary>What is being worked on, with whatever errors it has.</summary>
    [Parameter, EditorRequired]
    public SubscriptionDefinition Draft { get; set; } = null!;

    /// <summary>What is in force; null where nothing is.</summary>
    [Parameter]
    public SubscriptionDefinition? Published { get; set; }

    [Inject]
    private SubscriptionHistory History { get; set; } = null!;

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        // Compiled again only when its content changed: a page that is being typed in renders often.
        if (_checked is null || !Same(_checked, Draft))
        {
            _checked = Draft;
            CompiledSubscription.Compile(Draft, out _problems);
        }

        _isStale = _ran is not null && !Same(_ran, Draft);
    }

    private Task RunAsync()
    {
        var question = new HistoryQuestion(Draft, Published, _days);
        _result = null;
        return RunAsync(async (progress, cancellationToken) =>
        {
            var result = await History.RunAsync(question, progress, cancellationToken);
            (_result, _ran, _ranDays, _ranPublished) = (result, question.Draft, question.Days, question.Published is not null);
            _isStale = !Same(_ran, Draft);
        });
    }

    private static bool Same(SubscriptionDefinition a, SubscriptionDefinition b) =>
        ReferenceEquals(a, b)
        || (string.Equals(a.EventType, b.EventType, StringComparison.Ordinal)
            && a.Fields.SequenceEqual(b.Fields, StringComparer.Ordinal)
            && a.Rules.SequenceEqual(b.Rules));
}
