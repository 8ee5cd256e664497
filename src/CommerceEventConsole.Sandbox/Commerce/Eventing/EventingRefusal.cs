namespace CommerceEventConsole.Sandbox.Commerce.Eventing;

/// <summary>Why a call is refused: the message's placeholders %1, %2 ... stand for the parameters (spec 6.11).</summary>
internal sealed record EventingRefusal(int Status, string Message, params string[] Parameters);
