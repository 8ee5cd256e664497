using System.Buffers;
using System.Text;
using System.Text.Json;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Subscriptions.Matching;

namespace CommerceEventConsole.Engine.Tests.Subscriptions.Matching;

/// <summary>Short ways to what most of these tests need.</summary>
internal static class Samples
{
    public static Rule Rule(string field, string operatorName, string value) =>
        RuleOperatorNames.TryParse(operatorName, out var parsed)
            ? new Rule(field, parsed, value)
            : throw new ArgumentException($"No operator is called {operatorName}.", nameof(operatorName));

    public static CompiledSubscription Compile(IReadOnlyList<string> fields, params Rule[] rules)
    {
        var compiled = CompiledSubscription.Compile(new SubscriptionDefinition("observer.test", fields, rules), out var problems);
        Assert.Empty(problems);
        Assert.NotNull(compiled);
        return compiled;
    }

    public static IReadOnlyList<string> Problems(IReadOnlyList<string> fields, params Rule[] rules)
    {
        Assert.Null(CompiledSubscription.Compile(new SubscriptionDefinition("observer.test", fields, rules), out var problems));
        return problems;
    }

    public static JsonElement Json(string text, int depth = 64) =>
        JsonDocument.Parse(Encoding.UTF8.GetBytes(text), new JsonDocumentOptions { MaxDepth = depth }).RootElement;

    /// <summary>The payload of Adobe's documented form.</summary>
    public static PayloadRoot Payload(string value, int depth = 64) =>
        PayloadRoot.Find(Json($$"""{"key":"k","value":{{value}},"source":"a.b"}""", depth), null);

    public static string Filtered(CompiledSubscription subscription, in PayloadRoot payload)
    {
        var output = new ArrayBufferWriter<byte>();
        subscription.WriteFiltered(output, payload);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    public static bool Holds(string value, string field, string operatorName, string expected) =>
        Compile([], Rule(field, operatorName, expected)).Matches(Payload(value));
}
