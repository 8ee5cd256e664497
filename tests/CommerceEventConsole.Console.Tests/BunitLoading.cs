using System.Runtime.CompilerServices;
using System.Runtime.Loader;

namespace CommerceEventConsole.Console.Tests;

/// <summary>Readies bUnit before any test touches it.</summary>
internal static class BunitLoading
{
#if INCOMPLETE_FEED
    // Feed workaround: bUnit asks for a newer assembly version of AngleSharp.Diffing than the file has.
    [ModuleInitializer]
    internal static void Install()
    {
        const string diffing = "AngleSharp.Diffing";
        AssemblyLoadContext.Default.Resolving += (context, name) =>
        {
            var path = Path.Combine(AppContext.BaseDirectory, diffing + ".dll");
            return string.Equals(name.Name, diffing, StringComparison.Ordinal) && File.Exists(path) ? context.LoadFromAssemblyPath(path) : null;
        };
    }
#endif
}
