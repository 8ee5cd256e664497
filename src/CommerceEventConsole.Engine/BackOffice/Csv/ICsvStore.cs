namespace CommerceEventConsole.Engine.BackOffice.Csv;

/// <summary>Where files lie: a folder, or a server.</summary>
internal interface ICsvStore
{
    /// <summary>Requests made.</summary>
    long Calls { get; }

    /// <summary>Whether the time of a file says when its records changed.</summary>
    bool KnowsTimes { get; }

    /// <summary>Whether it can say which files came since a time.</summary>
    bool KnowsChanges(CsvRead read);

    /// <summary>Complete files, oldest first.</summary>
    Task<IReadOnlyList<DroppedFile>> FilesAsync(CsvRead read, DateTimeOffset? since, CancellationToken cancellationToken);

    /// <summary>Opens a file; the stream can be moved in.</summary>
    Task<Stream> OpenAsync(DroppedFile file, CancellationToken cancellationToken);

    /// <summary>Whether there is a file of this name already.</summary>
    bool Has(string name);

    /// <summary>Writes a file, whole.</summary>
    Task WriteAsync(string name, byte[] content, CancellationToken cancellationToken);

    /// <summary>Moves files out of the way that an earlier run has processed: those from before <paramref name="done"/>.</summary>
    void PutAway(CsvRead read, DateTimeOffset done);

    /// <summary>Sees whether the place is there, as a sentence.</summary>
    /// <exception cref="RecordSystemException">It is not.</exception>
    string Test(string name);
}
