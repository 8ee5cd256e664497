using System.Reflection;

namespace CommerceEventConsole.EndToEnd.Tests.Processes;

/// <summary>Where the build put things.</summary>
internal static class Built
{
    /// <summary>The console's program; another one, a published one for example, where CONSOLE_TEST_PROGRAM names it.</summary>
    public static string ConsoleProgram => Environment.GetEnvironmentVariable("CONSOLE_TEST_PROGRAM") is { Length: > 0 } other ? other : Value(nameof(ConsoleProgram));

    /// <summary>Where files for people to look at go; git ignores it.</summary>
    public static string Artifacts => Value(nameof(Artifacts));

    private static string Value(string name) => typeof(Built).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(a => string.Equals(a.Key, name, StringComparison.Ordinal)).Value!;
}
