using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace CommerceEventConsole.Engine.Subscriptions.Formats.Xml;

/// <summary>Makes a file's bytes a document with line numbers, whatever its encoding; refuses what could be an attack on the parser.</summary>
internal static class EventXmlLoader
{
    /// <summary>Far above any module's file, which holds some dozens of events.</summary>
    public const int MaxBytes = 2 * 1024 * 1024;

    /// <summary>Adobe's grammar is five levels deep (spec 6.6).</summary>
    public const int MaxDepth = 32;

    // No DTD: hence no entities but XML's own five, no expansion, nothing fetched.
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = MaxBytes,
        MaxCharactersFromEntities = 1024,
        IgnoreProcessingInstructions = true,
        IgnoreComments = true,
    };

    /// <summary>The document; null where it is refused, with the reason in <paramref name="findings"/>.</summary>
    public static XDocument? Load(ImportFile file, FindingLog findings)
    {
        if (file.Content.Length > MaxBytes)
        {
            findings.Error(file.Name, 0, string.Create(
                CultureInfo.InvariantCulture, $"The file is larger than the {MaxBytes / 1024 / 1024} MB that are read of an XML file. Nothing of it was read."));
            return null;
        }

        try
        {
            if (TooDeepAt(file) is { } line)
            {
                findings.Error(file.Name, line, $"Elements are nested more than {MaxDepth} deep, which no file of Commerce is. Nothing of it was read.");
                return null;
            }

            using var reader = Open(file);
            return XDocument.Load(reader, LoadOptions.SetLineInfo);
        }
        catch (XmlException e)
        {
            var (line, why) = Explain(file, e);
            findings.Error(file.Name, line, why);
            return null;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            findings.Error(file.Name, 0, "The file's characters cannot be read: save it as UTF-8. Nothing of it was read.");
            return null;
        }
    }

    private static XmlReader Open(ImportFile file) => XmlReader.Create(new MemoryStream(file.Content.ToArray(), writable: false), Settings);

    // A pass of its own: the document is built only from what is known to be harmless.
    private static int? TooDeepAt(ImportFile file)
    {
        using var reader = Open(file);
        while (reader.Read())
        {
            if (reader.Depth > MaxDepth)
                return ((IXmlLineInfo)reader).LineNumber;
        }

        return null;
    }

    private static (int Line, string Why) Explain(ImportFile file, XmlException e)
    {
        // Of a type definition the parser does not tell the place.
        if (e.LineNumber == 0)
        {
            var text = Encoding.Latin1.GetString(file.Content.Span).Replace("\0", "", StringComparison.Ordinal);
            var start = text.IndexOf("<!DOCTYPE", StringComparison.Ordinal);
            if (start >= 0)
                return (text.AsSpan(0, start).Count('\n') + 1, "The file holds a document type definition (DOCTYPE). Files of Commerce need none, and it can be misused: take it out. Nothing of the file was read.");
        }

        return (e.LineNumber, string.Create(CultureInfo.InvariantCulture, $"This is not XML, from character {e.LinePosition} of the line on. Nothing of the file was read. The parser says: {e.Message}"));
    }
}
