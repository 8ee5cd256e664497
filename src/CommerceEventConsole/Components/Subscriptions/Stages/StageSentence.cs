using CommerceEventConsole.Engine.Subscriptions.Stages;

namespace CommerceEventConsole.Components.Subscriptions.Stages;

/// <summary>What stages do, in words.</summary>
public static class StageSentence
{
    /// <summary>All of them as one sentence.</summary>
    /// <param name="stages">The stages.</param>
    /// <param name="destination">What the destination is called.</param>
    public static string Of(RouteStages stages, string destination)
    {
        if (stages.IsNone)
            return "Each event goes out just as it is.";
        var parts = new List<string>();
        if (stages.Enrich.Length > 0)
            parts.Add("asks Commerce for " + Questions(stages.Enrich));
        if (stages.Map is { } map)
            parts.Add("makes " + Document(map) + " for " + destination);
        parts.Add(Send(stages));
        if (stages.WriteBack.Length > 0)
            parts.Add("writes " + Changes(stages.WriteBack) + " back to Commerce");
        var text = string.Join(", ", parts);
        return char.ToUpperInvariant(text[0]) + text[1..] + ".";
    }

    /// <summary>What is asked for: "the order and the customer".</summary>
    public static string Questions(IReadOnlyList<EnrichStage> enrich) => Join(enrich.Select(e => e.Name.Length == 0 ? "something" : "the " + e.Name.Replace('_', ' ')));

    /// <summary>What is made: "a document of 14 fields".</summary>
    public static string Document(MapStage map) => map.Template is not null
        ? "a document by a template"
        : map.Rows.Length == 1 ? "a document of 1 field" : $"a document of {map.Rows.Length} fields";

    /// <summary>What is written: "the external id and a comment".</summary>
    public static string Changes(IReadOnlyList<WriteBackStage> changes) => Join(changes.Select(c => Of(c.Kind)));

    /// <summary>What a kind of change writes.</summary>
    public static string Of(WriteBackKind kind) => kind switch
    {
        WriteBackKind.ExternalId => "the external id",
        WriteBackKind.OrderComment => "a comment",
        WriteBackKind.OrderStatus => "the order's status",
        WriteBackKind.Shipment => "a shipment",
        WriteBackKind.Invoice => "an invoice",
        _ => "stock",
    };

    private static string Send(RouteStages stages)
    {
        var what = stages.Map is not null ? "sends it" : stages.Enrich.Length > 0 ? "sends the event with what it got" : "sends the event";
        return stages.Send switch
        {
            null => what,
            { Path: null } send => $"{what} by {send.Method}",
            var send => $"{what} by {send.Method} to {send.Path}",
        };
    }

    private static string Join(IEnumerable<string> words)
    {
        var list = words.ToList();
        return list.Count < 2 ? string.Concat(list) : string.Join(", ", list.Take(list.Count - 1)) + " and " + list[^1];
    }
}
