using System.Text.Json;

namespace CommerceEventConsole.Engine.Subscriptions.Matching;

/// <summary>Keeps the one value of a path without arrays; undefined when there is none.</summary>
internal struct SingleValue : IFieldVisitor
{
    public JsonElement Value { get; private set; }

    public bool Visit(JsonElement value)
    {
        Value = value;
        return false;
    }
}
