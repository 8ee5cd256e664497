namespace CommerceEventConsole.Engine.Setup;

/// <summary>The JSON Schema of setup files, as shipped in <c>docs/setup.schema.json</c>.</summary>
public static class SetupSchema
{
    /// <summary>Opens the schema's text, UTF-8.</summary>
    public static Stream Open() =>
        typeof(SetupSchema).Assembly.GetManifestResourceStream("Setup/setup.schema.json")
        ?? throw new InvalidOperationException("The schema is not part of this build.");
}
