using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Setup;

namespace CommerceEventConsole.Engine.Freshness;

/// <summary>What there is to promise something about.</summary>
/// <param name="Destinations">Destinations by id.</param>
/// <param name="Resyncs">Resyncs by id.</param>
/// <param name="Jobs">Jobs by their id.</param>
public sealed record PromiseNames(
    IReadOnlyDictionary<int, string> Destinations, IReadOnlyDictionary<int, string> Resyncs, IReadOnlyDictionary<string, string> Jobs);

/// <summary>What a promise must be like.</summary>
internal static class FreshnessChecks
{
    /// <summary>Every promise is looked at every half minute and shown at once: more than these are too many to keep.</summary>
    public const int MaxPromises = 50;

    /// <summary>The longest limit: 31 days.</summary>
    public const int MaxMinutes = 31 * 24 * 60;

    /// <summary>Every problem of a draft. <paramref name="others"/> are the promises beside it.</summary>
    public static List<ValidationProblem> Check(
        FreshnessDraft draft, bool isNew, IReadOnlyCollection<FreshnessPromise> others, PromiseNames names)
    {
        var problems = new List<ValidationProblem>();
        if (isNew && others.Count >= MaxPromises)
            problems.Add("", $"There are {others.Count} promises already, as many as the console holds.");
        problems.CheckName(draft.Name, others, "promise");
        problems.CheckRange("minutes", draft.Minutes, 1, MaxMinutes, "The limit in minutes");
        switch (draft.Kind)
        {
            case PromiseKind.Delivered:
                CheckEvents(problems, draft);
                if (draft.DestinationId is not { } id || !names.Destinations.ContainsKey(id))
                    problems.Add("destination", "Choose a destination.");
                break;
            case PromiseKind.Resync:
                if (draft.ResyncId is not { } resync || !names.Resyncs.ContainsKey(resync))
                    problems.Add("resync", "Choose a resync.");
                break;
            case PromiseKind.Job:
                if (draft.Job is null || !names.Jobs.ContainsKey(draft.Job))
                    problems.Add("job", "Choose a job.");
                break;
            default:
                problems.Add("kind", "Choose what is promised.");
                break;
        }

        return problems;
    }

    private static void CheckEvents(List<ValidationProblem> problems, FreshnessDraft draft)
    {
        if (draft.EventType is { } type)
        {
            if (type.Length is 0 or > FreshnessModel.MaxEventType)
                problems.Add("eventType", $"Name the event type; at most {FreshnessModel.MaxEventType} characters fit.");
            if (draft.EntityKind is not null)
                problems.Add("entity", "Name either what the events are about, or one event type.");
        }
        else if (draft.EntityKind is not { } kind || !Enum.IsDefined(kind) || kind is EntityKind.None or EntityKind.Other)
        {
            problems.Add("entity", "Choose what the events are about.");
        }
    }
}
