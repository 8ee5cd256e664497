using CommerceEventConsole.Engine.Running;

namespace CommerceEventConsole.Engine.Resync;

/// <summary>The signals of resyncs.</summary>
public sealed class ResyncSignals : RunSignals;
