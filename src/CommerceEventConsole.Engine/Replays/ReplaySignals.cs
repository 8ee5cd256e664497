using CommerceEventConsole.Engine.Running;

namespace CommerceEventConsole.Engine.Replays;

/// <summary>The signals of replays.</summary>
public sealed class ReplaySignals : RunSignals;
