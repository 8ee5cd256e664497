namespace CommerceEventConsole.Engine.Setup;

/// <summary>A row that people set up, and that knows its last editor, so that two who edit at once do not undo each other.</summary>
public interface IConfigurationRow
{
    /// <summary>Identity in the store.</summary>
    int Id { get; }

    /// <summary>What people call it.</summary>
    string Name { get; }

    /// <summary>The configuration version (<c>Counter.Configuration</c>) that its content was last changed in.</summary>
    long Version { get; set; }

    /// <summary>Who changed it last: an account name, or <c>setup file</c>.</summary>
    string ChangedBy { get; set; }

    /// <summary>When it was changed last.</summary>
    DateTimeOffset ChangedAt { get; set; }
}
