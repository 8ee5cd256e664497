using System.Collections.Immutable;

namespace CommerceEventConsole.Engine.Subscriptions.Stages;

/// <summary>Which stage of a route. The numbers are stored: never change them.</summary>
public enum StageKind : byte
{
    /// <summary>Commerce is asked.</summary>
    Enrich = 1,

    /// <summary>The document is made.</summary>
    Map = 2,

    /// <summary>The destination is called.</summary>
    Send = 3,

    /// <summary>Commerce is written to.</summary>
    WriteBack = 4,
}

/// <summary>What is tried.</summary>
/// <param name="Stages">The stages, as they stand in the editor.</param>
/// <param name="Fields">The field filter, as it stands in the editor.</param>
/// <param name="DestinationId">Where it would go.</param>
/// <param name="EventSeq">The stored event.</param>
/// <param name="Answer">What the destination is taken to answer, as JSON; null leaves out what is written back.</param>
public sealed record DryRunRequest(RouteStages Stages, IReadOnlyList<string> Fields, int DestinationId, long EventSeq, string? Answer);

/// <summary>One step of a dry run.</summary>
/// <param name="Stage">Which stage.</param>
/// <param name="Name">Its name; empty where the kind has but one.</param>
/// <param name="Request">Method and address, e.g. <c>GET https://shop.example/rest/V1/orders/7</c>; null where nothing is called.</param>
/// <param name="Body">What is sent, or was made; null for nothing.</param>
/// <param name="WasSent">Whether the request was made. Only questions to Commerce are.</param>
/// <param name="Answer">What came back; null where nothing was sent.</param>
/// <param name="Problem">Why the event would fail here, as a sentence; null where it would not.</param>
public sealed record DryRunStep(StageKind Stage, string Name, string? Request, string? Body, bool WasSent, string? Answer, string? Problem);

/// <summary>What a dry run showed; it ends with the first problem.</summary>
/// <param name="Steps">Its steps, in order.</param>
public sealed record DryRunReport(ImmutableArray<DryRunStep> Steps);

/// <summary>Tries stages on a stored event: asks Commerce, sends nothing, writes nothing.</summary>
public interface IStageDryRun
{
    /// <summary>Runs them.</summary>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    Task<DryRunReport> RunAsync(DryRunRequest request, CancellationToken cancellationToken);
}
