using Microsoft.Extensions.Logging;

namespace CommerceEventConsole.Engine.BackOffice.Csv;

/// <summary>Files in a folder of this machine.</summary>
internal sealed class FolderStore : ICsvStore
{
    private readonly CsvFolder _folder;
    private readonly long _maxBytes;
    private readonly ILogger _logger;

    /// <exception cref="RecordSystemException">The folder is not open to the console.</exception>
    public FolderStore(CsvConnection connection, BackOfficeOptions options, TimeProvider time, ILogger logger)
    {
        // Asked again at each use: the setting may have become narrower since the system was saved.
        if (!CsvFolder.IsBelow(connection.Folder, options.Folders))
            throw new RecordSystemException($"The folder {connection.Folder} is not among those that the setting {BackOfficeOptions.Section}:Folders opens.");
        _folder = new CsvFolder(connection.Folder, connection.QuietSeconds, time);
        (_maxBytes, _logger) = (options.MaxFileBytes, logger);
    }

    public long Calls => 0;

    public bool KnowsTimes => true;

    public bool KnowsChanges(CsvRead read) => true;

    public Task<IReadOnlyList<DroppedFile>> FilesAsync(CsvRead read, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        ThrowUnlessThere();
        var files = _folder.Files(read.File);
        if (read.Files == CsvFiles.Newest)
            files = [.. files.TakeLast(1)];
        return Task.FromResult<IReadOnlyList<DroppedFile>>(since is { } from ? [.. files.Where(f => f.At >= from)] : files);
    }

    public Task<Stream> OpenAsync(DroppedFile file, CancellationToken cancellationToken)
    {
        var stream = _folder.Open(file.Name);
        if (stream.Length <= _maxBytes)
            return Task.FromResult<Stream>(stream);
        stream.Dispose();
        throw new RecordSystemException($"{file.Name} is larger than the {_maxBytes / 1024 / 1024:N0} MB that the setting {BackOfficeOptions.Section}:MaxFileBytes allows.");
    }

    public bool Has(string name) => _folder.Has(name);

    public Task WriteAsync(string name, byte[] content, CancellationToken cancellationToken)
    {
        ThrowUnlessThere();
        return _folder.WriteAsync(name, content, cancellationToken);
    }

    public void PutAway(CsvRead read, DateTimeOffset done)
    {
        if (read.DoneFolder.Length == 0)
            return;
        ThrowUnlessThere();
        foreach (var file in _folder.Files(read.File).Where(f => f.At < done))
        {
            try
            {
                _folder.MoveTo(read.DoneFolder, file.Name);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                _logger.LogWarning(e, "A processed file could not be moved; it stays where it is, and is not read again");
            }
        }
    }

    public string Test(string name)
    {
        ThrowUnlessThere();
        return $"The folder of {name} is there.";
    }

    private void ThrowUnlessThere()
    {
        if (!_folder.Exists)
            throw new RecordSystemException("The folder is not there. Check its name, and whether it is mounted.");
    }
}
