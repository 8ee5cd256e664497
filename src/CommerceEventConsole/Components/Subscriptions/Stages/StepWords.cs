using CommerceEventConsole.Engine.Subscriptions.Stages;

namespace CommerceEventConsole.Components.Subscriptions.Stages;

/// <summary>A dry run's steps in words.</summary>
internal static class StepWords
{
    public static string Icon(StageKind stage) => stage switch
    {
        StageKind.Enrich => "help_center",
        StageKind.Map => "schema",
        StageKind.Send => "send",
        _ => "edit_note",
    };

    public static string Title(DryRunStep step, string destination) => step.Stage switch
    {
        StageKind.Enrich => $"Ask Commerce: {step.Name}",
        StageKind.Map => "Make the document",
        StageKind.Send => $"Send to {destination}",
        _ => $"Write back: {step.Name}",
    };

    /// <summary>Whether the request was really made.</summary>
    public static string Made(DryRunStep step) => step switch
    {
        { WasSent: true } => "asked",
        { Request: null, Stage: StageKind.Map } => "made here",
        { Request: null } => "no request",
        // What is there already is looked at before anything is written.
        { Request: { } request } when request.StartsWith("GET ", StringComparison.Ordinal) => "not asked",
        { Stage: StageKind.WriteBack } => "not written",
        _ => "not sent",
    };

    public static string Body(DryRunStep step) => step.Stage == StageKind.Map ? "The document" : "What would be sent";
}
