using System.Globalization;
using CommerceEventConsole.Components.Forms;

namespace CommerceEventConsole.Components.Subscriptions.Stages;

/// <summary>How the parts of stages are called where something is wrong with them: as the engine's rules name them.</summary>
public static class StageFields
{
    /// <summary>The stages of the route to a destination.</summary>
    public static string Of(int destinationId) => string.Create(CultureInfo.InvariantCulture, $"stages.{destinationId}");

    /// <summary>A question to Commerce.</summary>
    public static string Enrich(string stages, int index) => $"{stages}.enrich[{index}]";

    /// <summary>What the document is made by.</summary>
    public static string Map(string stages) => $"{stages}.map";

    /// <summary>The request to the destination.</summary>
    public static string Send(string stages) => $"{stages}.send";

    /// <summary>A change in Commerce.</summary>
    public static string WriteBack(string stages, int index) => $"{stages}.writeBack[{index}]";

    /// <summary>A row of a document or of a change.</summary>
    public static string Row(string owner, int index) => $"{owner}.rows[{index}]";

    /// <summary>The id of the input of a field, as the inputs themselves make it.</summary>
    public static string ElementId(string field) => "field-" + field.Replace('[', '-').Replace(']', '-').Replace('.', '-');

    /// <summary>How many problems there are with a part or with what is in it.</summary>
    public static int Problems(this FormState form, string part) => form.Problems.Count(p => p.Field.Equals(part, StringComparison.Ordinal)
        || (p.Field.StartsWith(part, StringComparison.Ordinal) && p.Field[part.Length] is '.' or '['));
}
