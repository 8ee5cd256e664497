using CommerceEventConsole.Engine.Subscriptions.Fields;
using CommerceEventConsole.Engine.Subscriptions.Stages;

namespace CommerceEventConsole.Components.Subscriptions.Stages;

/// <summary>What each stage of a route can take values from: every stage knows what those before it have found out.</summary>
public sealed class SourceSet
{
    private readonly IReadOnlyList<SourceRoot> _roots;
    private readonly SourceRoot _answer;
    private readonly Dictionary<int, SourceCatalog> _forQuestion = [];

    private SourceSet(IReadOnlyList<SourceRoot> roots, SourceRoot answer)
    {
        (_roots, _answer) = (roots, answer);
        ForMap = new SourceCatalog(roots);
        ForWriteBack = new SourceCatalog([.. roots, answer]);
    }

    /// <summary>For the document and the request to the destination.</summary>
    public SourceCatalog ForMap { get; }

    /// <summary>For what is written back: the destination's answer as well.</summary>
    public SourceCatalog ForWriteBack { get; }

    /// <summary>Gathers it.</summary>
    /// <param name="tree">The event's fields.</param>
    /// <param name="fields">The field filter.</param>
    /// <param name="questions">The questions to Commerce.</param>
    /// <param name="answers">Answers that came, as JSON, by the question's name; the destination's by <see cref="StageDocument.Answer"/>.</param>
    public static SourceSet Of(FieldTree tree, IReadOnlyList<string> fields, IReadOnlyList<EnrichEntry> questions, IReadOnlyDictionary<string, string> answers)
    {
        var roots = new List<SourceRoot> { SourceBuilder.Event(tree, fields), SourceBuilder.Envelope() };
        foreach (var question in questions.Where(q => q.Name.Trim().Length > 0).DistinctBy(q => q.Name.Trim(), StringComparer.Ordinal))
        {
            var name = question.Name.Trim();
            var known = CommerceDocuments.For(question.Path);
            roots.Add(SourceBuilder.Answer(name, known?.Title ?? "What Commerce answers", known?.Json, answers.GetValueOrDefault(name)));
        }

        var seen = answers.GetValueOrDefault(StageDocument.Answer);
        var about = seen is null ? "The destination's answer: enter one below “Try it” to see its fields here" : "The destination's answer";
        return new SourceSet(roots, SourceBuilder.Answer(StageDocument.Answer, about, documented: null, seen));
    }

    /// <summary>For a question to Commerce: the event, and the answers to the questions before it.</summary>
    public SourceCatalog ForQuestion(IReadOnlyList<EnrichEntry> questions, int index)
    {
        if (_forQuestion.TryGetValue(index, out var known))
            return known;
        var names = questions.Take(index).Select(q => q.Name.Trim()).ToHashSet(StringComparer.Ordinal);
        return _forQuestion[index] = new SourceCatalog(_roots.Where((r, i) => i < 2 || names.Contains(r.Node.Name)));
    }
}
