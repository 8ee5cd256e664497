using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CommerceEventConsole.Sandbox.Commerce.Eventing;

/// <summary>The event subscriptions of the shop (spec 6.6, 6.11): in memory, switched on only. The rarer events of the shop depend on them.</summary>
internal sealed partial class EventingState(SandboxOptions options)
{
    private const int MostSubscriptions = 1000;

    private static readonly string[] Scalars = ["parent", "destination", "priority", "hipaa_audit_required", "provider_id"];

    private readonly Lock _gate = new();
    private Dictionary<string, JsonObject> _byName = Seeded(options);
    private EventingFault _fault = new();

    /// <summary>The fault that every call meets.</summary>
    public EventingFault Fault
    {
        get => Volatile.Read(ref _fault);
        set => Volatile.Write(ref _fault, value);
    }

    public JsonArray List()
    {
        lock (_gate)
            return [.. _byName.Values.Select(item => item.DeepClone())];
    }

    /// <summary>Whether the shop is subscribed to an event, by its own name or as the parent of another.</summary>
    public bool Wants(string name)
    {
        lock (_gate)
            return _byName.ContainsKey(name) || _byName.Values.Any(item => StringOf(item["parent"]) == name);
    }

    /// <summary>Back to what the shop was subscribed to at first, without a fault.</summary>
    public void Reset()
    {
        lock (_gate)
            _byName = Seeded(options);
        Fault = new EventingFault();
    }

    public EventingRefusal? Subscribe(JsonObject? item)
    {
        if (Check(item, out var name) is { } refusal)
            return refusal;
        lock (_gate)
        {
            if (_byName.ContainsKey(name))
                return new(400, "The event \"%1\" is subscribed already.", name);
            if (_byName.Count >= MostSubscriptions)
                return new(400, "There are %1 subscriptions already.", Text.Of(MostSubscriptions));
            if (Forgets)
                return null;
            var made = new JsonObject { ["name"] = name, ["parent"] = "", ["fields"] = new JsonArray(), ["rules"] = new JsonArray(),
                ["destination"] = "default", ["priority"] = false, ["hipaa_audit_required"] = false, ["provider_id"] = options.ProviderId };
            Merge(made, item!);
            _byName[name] = made;
            return null;
        }
    }

    /// <summary>Fields and rules are merged into those that are there; none goes.</summary>
    public EventingRefusal? Update(string name, JsonObject? item)
    {
        lock (_gate)
        {
            if (!_byName.TryGetValue(name, out var stored))
                return new(404, "The event \"%1\" is not subscribed.", name);
            if (item is null)
                return new(400, "\"%1\" is required. Enter and try again.", "event");
            if (CheckFields(item) is { } refusal)
                return refusal;
            if (!Forgets)
                Merge(stored, item);
            return null;
        }
    }

    public EventingRefusal? Unsubscribe(string name)
    {
        lock (_gate)
        {
            if (!_byName.ContainsKey(name))
                return new(404, "The event \"%1\" is not subscribed.", name);
            if (!Forgets)
                _byName.Remove(name);
            return null;
        }
    }

    private bool Forgets => Fault.Mode == EventingFaultMode.ForgetWrites;

    private static Dictionary<string, JsonObject> Seeded(SandboxOptions options) =>
        EventingSeed.Subscriptions(options.ProviderId).ToDictionary(item => (string)item["name"]!, StringComparer.Ordinal);

    private static EventingRefusal? Check(JsonObject? item, out string name)
    {
        name = StringOf(item?["name"]);
        if (item is null || name.Length == 0)
            return new(400, "\"%1\" is required. Enter and try again.", "name");
        var prefix = name.StartsWith("observer.", StringComparison.Ordinal) || name.StartsWith("plugin.", StringComparison.Ordinal);
        if (!EventName().IsMatch(name) || (!prefix && StringOf(item["parent"]).Length == 0))
            return new(400, "The event name \"%1\" is not supported: it starts with %2 or %3, or has a parent.", name, "observer.", "plugin.");
        return CheckFields(item);
    }

    private static EventingRefusal? CheckFields(JsonObject item)
    {
        var wrong = Objects(item["fields"]).Select(field => StringOf(field["name"])).FirstOrDefault(field => !FieldName().IsMatch(field));
        return wrong is null ? null : new(400, "The field name \"%1\" is not valid.", wrong);
    }

    private static void Merge(JsonObject stored, JsonObject item)
    {
        foreach (var scalar in Scalars)
        {
            if (item[scalar] is JsonValue value)
                stored[scalar] = value.DeepClone();
        }

        Merge(stored["fields"]!.AsArray(), Objects(item["fields"]), (a, b) => StringOf(a["name"]) == StringOf(b["name"]));
        Merge(stored["rules"]!.AsArray(), Objects(item["rules"]), JsonNode.DeepEquals);
    }

    private static void Merge(JsonArray stored, IEnumerable<JsonObject> added, Func<JsonObject, JsonObject, bool> same)
    {
        foreach (var item in added)
        {
            if (stored.OfType<JsonObject>().FirstOrDefault(other => same(other, item)) is { } old)
                stored.Remove(old);
            stored.Add(item.DeepClone());
        }
    }

    private static IEnumerable<JsonObject> Objects(JsonNode? list) => list is JsonArray array ? array.OfType<JsonObject>() : [];

    private static string StringOf(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";

    // Spec 6.1 and 6.7.
    [GeneratedRegex("^[A-Za-z0-9_.]{1,180}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex EventName();

    [GeneratedRegex(@"^([A-Za-z0-9_\-.\[\]]+|\*)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FieldName();
}
