using System.Text.Json.Nodes;

namespace CommerceEventConsole.Sandbox.Commerce;

/// <summary>A call that Commerce refuses: the message's placeholders %1, %2 ... stand for the parameters (spec 6.11).</summary>
#pragma warning disable CA1064 // It never leaves the sandbox.
internal sealed class CommerceRefusal(int status, string message, params string[] parameters) : Exception(message)
#pragma warning restore CA1064
{
    public int Status => status;

    public static CommerceRefusal Required(string field) => new(StatusCodes.Status400BadRequest, "\"%1\" is required. Enter and try again.", field);

    public static CommerceRefusal Invalid(string field, string value) => new(StatusCodes.Status400BadRequest, "Invalid value of \"%2\" provided for the %1 field.", field, value);

    public static CommerceRefusal NoSuch(string field, string value) => new(StatusCodes.Status404NotFound, "No such entity with %1 = %2", field, value);

    /// <summary>The body of the answer.</summary>
    public JsonObject Body() => Body(Message, parameters);

    public static JsonObject Body(string message, params IEnumerable<string> parameters) =>
        new() { ["message"] = message, ["parameters"] = new JsonArray([.. parameters.Select(text => (JsonNode)text)]) };

    public IResult Answer() => Json.Answer(Body(), status);
}
