using System.IO.Enumeration;

namespace CommerceEventConsole.Engine.BackOffice.Csv;

/// <summary>A file that is complete.</summary>
/// <param name="Name">Its name.</param>
/// <param name="At">When it was written last, in UTC.</param>
internal readonly record struct DroppedFile(string Name, DateTimeOffset At);

/// <summary>The files of one folder: complete ones are read, own ones appear whole, and no name leads out of it.</summary>
internal sealed class CsvFolder(string folder, int quietSeconds, TimeProvider time)
{
    private static readonly string[] Unfinished = [".tmp", ".part", ".partial", ".filepart", ".crdownload", ".lock"];

    /// <summary>Whether a folder is one of these or lies below one.</summary>
    public static bool IsBelow(string folder, IEnumerable<string> roots)
    {
        if (!Path.IsPathFullyQualified(folder))
            return false;
        var whole = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        return roots.Select(r => Path.TrimEndingDirectorySeparator(Path.GetFullPath(r)))
            .Any(root => whole == root || whole.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal));
    }

    /// <summary>Whether it is there.</summary>
    public bool Exists => Directory.Exists(folder);

    /// <summary>Complete files whose name fits, oldest first. Links are no files here: they may lead anywhere.</summary>
    public IReadOnlyList<DroppedFile> Files(string pattern)
    {
        var quietSince = time.GetUtcNow().AddSeconds(-quietSeconds);
        return
        [
            .. new DirectoryInfo(folder).EnumerateFiles()
                .Where(f => f.LinkTarget is null && f.Name[0] != '.' && !Unfinished.Contains(f.Extension, StringComparer.OrdinalIgnoreCase))
                .Where(f => FileSystemName.MatchesSimpleExpression(pattern, f.Name))
                .Select(f => new DroppedFile(f.Name, new DateTimeOffset(f.LastWriteTimeUtc, TimeSpan.Zero)))
                .Where(f => f.At <= quietSince)
                .OrderBy(f => f.At).ThenBy(f => f.Name, StringComparer.Ordinal),
        ];
    }

    /// <summary>Opens a file, so that others may go on using it.</summary>
    public FileStream Open(string name) =>
        new(Inside(name), new FileStreamOptions { Access = FileAccess.Read, Share = FileShare.ReadWrite | FileShare.Delete, Options = FileOptions.Asynchronous | FileOptions.SequentialScan });

    /// <summary>Moves a file to a folder below; what stands there under its name gives way.</summary>
    public void MoveTo(string below, string name)
    {
        var target = Directory.CreateDirectory(Inside(below)).FullName;
        File.Move(Inside(name), Path.Combine(target, name), overwrite: true);
    }

    /// <summary>Writes a file under another name first, so that whoever looks for files sees it whole or not at all.</summary>
    /// <exception cref="IOException">There is one of this name.</exception>
    public async Task WriteAsync(string name, byte[] content, CancellationToken cancellationToken)
    {
        var target = Inside(name);
        var temporary = Inside($".{name}.tmp");
        try
        {
            await using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 64 * 1024, FileOptions.Asynchronous))
            {
                await stream.WriteAsync(content, cancellationToken).ConfigureAwait(false);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, target, overwrite: false);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Whether there is a file of this name.</summary>
    public bool Has(string name) => File.Exists(Inside(name));

    private string Inside(string name) => Path.GetFileName(name) == name && name is not ("" or "." or "..")
        ? Path.Combine(folder, name)
        : throw new RecordSystemException($"“{name}” is no name of a file in the folder.");
}
