using System.Globalization;
using CommerceEventConsole.Engine.Setup;

namespace CommerceEventConsole.Engine.Subscriptions.Stages;

/// <summary>What the stages of a subscription must be like: every problem a sentence that names the destination, the stage and the row.</summary>
internal static class StageRules
{
    private const int MaxLength = 400_000;

    /// <summary>Every problem of a draft's stages; the field is <c>stages.</c>, the destination's id, and the place in its stages.</summary>
    /// <param name="draft">The draft.</param>
    /// <param name="destinations">The names of the destinations that there are.</param>
    public static IEnumerable<ValidationProblem> Check(SubscriptionDraft draft, IReadOnlyDictionary<int, string> destinations)
    {
        var isSound = true;
        foreach (var (id, stages) in draft.Stages ?? new Dictionary<int, RouteStages>())
        {
            if (!draft.DestinationIds.Contains(id) || stages is null or { IsNone: true })
                continue;
            var name = destinations.GetValueOrDefault(id, "A destination");
            var compiled = CompiledStages.Compile(stages, out var problems);
            isSound &= compiled is not null;
            foreach (var problem in problems)
                yield return new(string.Create(CultureInfo.InvariantCulture, $"stages.{id}.{problem.Field}"), $"{name}: {problem.Message}");
            if (compiled is { CanGather: false } && draft.Sending.BatchSize > 1)
            {
                yield return new(
                    string.Create(CultureInfo.InvariantCulture, $"stages.{id}.send.path"),
                    $"{name}: several events cannot go in one request, because its address holds values of one event, or its documents are no JSON. Send each by itself.");
            }
        }

        if (isSound && RevisionContent.WriteStages(draft) is { Length: > MaxLength })
            yield return new("stages", "The stages of all destinations together are longer than the console keeps.");
    }
}
