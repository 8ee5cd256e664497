using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace CommerceEventConsole.Db.Sqlite;

/// <summary>
/// Readies the native SQLite before anything asks for it: the system's library where there is one, which the distribution keeps secure,
/// else the bundled one. This type mentions no SQLite type, or the assemblies would be asked for before the handlers stand.
/// </summary>
internal static class NativeLibraryLoading
{
    private static readonly string[] SystemLibraries = ["libsqlite3.so.0", "libsqlite3.dylib"];

    [ModuleInitializer]
    internal static void Install()
    {
#if INCOMPLETE_FEED
        // Feed workaround: Microsoft.Data.Sqlite asks for a newer assembly version of SQLitePCLRaw.core than the file has.
        const string core = "SQLitePCLRaw.core";
        AssemblyLoadContext.Default.Resolving += (context, name) =>
        {
            // Beside this assembly: also where a design tool is the host.
            var path = Path.Combine(Path.GetDirectoryName(typeof(NativeLibraryLoading).Assembly.Location) ?? AppContext.BaseDirectory, core + ".dll");
            return string.Equals(name.Name, core, StringComparison.Ordinal) && File.Exists(path) ? context.LoadFromAssemblyPath(path) : null;
        };
#endif
        // Microsoft.Data.Sqlite (through its provider) and this assembly share one library.
        NativeLibrary.SetDllImportResolver(Assembly.Load("SQLitePCLRaw.provider.e_sqlite3"), PreferSystem);
        NativeLibrary.SetDllImportResolver(typeof(NativeLibraryLoading).Assembly, PreferSystem);

        // Nobody reads SQLite's own count of its memory, and keeping it takes a lock for every piece. Only where a function of C with
        // arguments of its own choosing can be called like any other. Where it comes too late, nothing changes.
        if (RuntimeInformation.ProcessArchitecture == Architecture.X64)
            _ = SqliteNative.Configure(SqliteNative.ConfigMemoryStatus, 0);
    }

    private static nint PreferSystem(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (!string.Equals(name, SqliteNative.Library, StringComparison.Ordinal))
            return 0;
        foreach (var library in SystemLibraries)
        {
            if (NativeLibrary.TryLoad(library, out var handle))
                return handle;
        }

        // The bundled library stands in the output, where the provider's own search finds it.
        return NativeLibrary.TryLoad(name, Assembly.Load("SQLitePCLRaw.provider.e_sqlite3"), path, out var bundled) ? bundled : 0;
    }
}
