using System.Globalization;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Subscriptions.Formats.Sets;
using CommerceEventConsole.Engine.Subscriptions.Formats.Xml;

namespace CommerceEventConsole.Engine.Subscriptions.Formats;

/// <summary>Reads files of Adobe's and of the console's own, told apart by what they hold. Touches nothing.</summary>
public sealed class ImportReader(EventTypeResolver eventTypes)
{
    /// <summary>As many files as one import takes.</summary>
    public const int MaxFiles = 30;

    /// <summary>The largest file of any kind, in bytes; XML may have 2 MB, sets 5 MB.</summary>
    public const int MaxFileBytes = SubscriptionSetFile.MaxBytes;

    private const int MaxSubscriptions = 1_000;

    /// <summary>Everything that the files describe. What one event says over several XML files is one subscription.</summary>
    public ImportedFiles Read(IReadOnlyList<ImportFile> files)
    {
        var findings = new FindingLog();
        var events = new List<XmlEvent>();
        var subscriptions = new List<ImportedSubscription>();
        foreach (var file in Named(files.Take(MaxFiles)))
        {
            if (LooksLikeXml(file.Content.Span))
                events.AddRange(EventXmlReader.Read(file, findings));
            else if (LooksLikeJson(file.Content.Span))
                subscriptions.AddRange(SubscriptionSetFile.Read(file, findings));
            else
                findings.Error(file.Name, 0, "This is neither an XML file of Commerce nor a set of subscriptions in JSON. Nothing of it was read.");
        }

        if (files.Count > MaxFiles)
            findings.Error("", 0, string.Create(CultureInfo.InvariantCulture, $"{files.Count} files are more than the {MaxFiles} that are read at once. Those behind them were not read."));
        subscriptions.InsertRange(0, new EventUnion(eventTypes, findings).Unite(events));
        if (subscriptions.Count > MaxSubscriptions)
        {
            findings.Error("", 0, string.Create(
                CultureInfo.InvariantCulture, $"The files describe {subscriptions.Count:N0} subscriptions, more than the {MaxSubscriptions:N0} that the console holds. Those behind them are left out."));
            subscriptions.RemoveRange(MaxSubscriptions, subscriptions.Count - MaxSubscriptions);
        }

        return new(subscriptions, findings.ToList());
    }

    // Every module's file has the same name.
    private static IEnumerable<ImportFile> Named(IEnumerable<ImportFile> files)
    {
        var seen = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        foreach (var file in files)
        {
            var count = seen[file.Name] = seen.GetValueOrDefault(file.Name) + 1;
            yield return count == 1 ? file : file with { Name = string.Create(CultureInfo.InvariantCulture, $"{file.Name} ({count})") };
        }
    }

    // UTF-16 has a zero beside the bracket, on either side.
    private static bool LooksLikeXml(ReadOnlySpan<byte> content) => First(content) == '<';

    private static bool LooksLikeJson(ReadOnlySpan<byte> content) => First(content) is (byte)'{' or (byte)'[';

    private static byte First(ReadOnlySpan<byte> content)
    {
        foreach (var value in content)
        {
            if (value is not (0 or (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or 0xEF or 0xBB or 0xBF or 0xFE or 0xFF))
                return value;
        }

        return 0;
    }
}
