using System.Text.Json.Nodes;

namespace CommerceEventConsole.Sandbox.BackOffice.Erp;

/// <summary>A call, or a row of a batch, that the ERP refuses; it has changed nothing.</summary>
#pragma warning disable CA1064 // It never leaves the sandbox.
internal sealed class ErpFault(int status, string code, string text, string? field = null) : Exception(text)
#pragma warning restore CA1064
{
    public int Status => status;

    public static ErpFault Field(string field, string text) => new(StatusCodes.Status400BadRequest, "FIELD", text, field);

    public static ErpFault Query(string field, string text) => new(StatusCodes.Status400BadRequest, "QUERY", text, field);

    public static ErpFault Unknown(string what) => new(StatusCodes.Status404NotFound, "UNKNOWN", $"there is no {what}");

    public JsonObject Document()
    {
        var fault = new JsonObject { ["code"] = code, ["text"] = Message };
        if (field is not null)
            fault["field"] = field;
        return fault;
    }

    public IResult Answer() => Json.Answer(new JsonObject { ["fault"] = Document() }, status);
}
