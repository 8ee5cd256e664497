namespace CommerceEventConsole.Engine.Setup;

/// <summary>Section <c>Setup</c>.</summary>
public sealed class SetupOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Setup";

    /// <summary>The setup file, relative to the working directory; empty for none. Applied at every start.</summary>
    public string? File { get; set; }
}
