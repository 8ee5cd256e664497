using System.Globalization;
using System.Xml.Linq;
using CommerceEventConsole.Engine.Subscriptions.Matching;

namespace CommerceEventConsole.Engine.Subscriptions.Formats.Xml;

/// <summary>
/// Reads one <c>io_events.xml</c> (spec 6.6), or the <c>event_subscriptions.xml</c> that some descriptions name, which has the same content.
/// Elements are told by their local names. What Adobe leaves open (how priority, destination, provider and audit are written) is read from
/// attributes and elements alike.
/// </summary>
internal sealed partial class EventXmlReader
{
    private readonly string _file;
    private readonly FindingLog _findings;
    private readonly XmlNodes _nodes;

    private EventXmlReader(string file, FindingLog findings)
    {
        _file = file;
        _findings = findings;
        _nodes = new XmlNodes(file, findings);
    }

    /// <summary>The events of a file; none where it is refused.</summary>
    public static IReadOnlyList<XmlEvent> Read(ImportFile file, FindingLog findings) =>
        EventXmlLoader.Load(file, findings)?.Root is { } root ? new EventXmlReader(file.Name, findings).ReadRoot(root) : [];

    private List<XmlEvent> ReadRoot(XElement root)
    {
        if (root.Name.LocalName != "config")
            _findings.Warning(_file, XmlNodes.Line(root), $"The file begins with <{root.Name.LocalName}>; Commerce expects <config>. Its events are read all the same.");
        foreach (var attribute in XmlNodes.Attributes(root))
            _nodes.Unknown(attribute);
        _nodes.Container(root);
        var events = new List<XmlEvent>();
        foreach (var element in root.Elements())
        {
            if (element.Name.LocalName != "event")
                _nodes.Unknown(element);
            else if (ReadEvent(element) is { } read)
                events.Add(read);
        }

        if (events.Count == 0)
            _findings.Warning(_file, XmlNodes.Line(root), "The file names no event.");
        return events;
    }

    private XmlEvent? ReadEvent(XElement element)
    {
        _nodes.Container(element);
        var name = ((string?)element.Attribute("name") ?? "").Trim();
        if (name.Length == 0)
        {
            _findings.Error(_file, XmlNodes.Line(element), "An <event> has no name. It is left out.");
            return null;
        }

        var read = new XmlEvent(name, _file, XmlNodes.Line(element));
        CheckName(read);
        foreach (var attribute in XmlNodes.Attributes(element).Where(a => a.Name.LocalName != "name"))
        {
            if (!TrySet(read, attribute.Name.LocalName, attribute.Value.Trim(), XmlNodes.Line(attribute)))
                _nodes.Unknown(attribute);
        }

        foreach (var child in element.Elements())
            ReadPart(read, child);
        return read;
    }

    private void ReadPart(XmlEvent read, XElement part)
    {
        switch (part.Name.LocalName)
        {
            case "fields":
                ReadList(part, "field", e => ReadField(read, e));
                break;
            case "rules":
                ReadList(part, "rule", e => ReadRule(read, e));
                break;
            case "processors":
                ReadList(part, "processor", e => ReadProcessor(read, e));
                break;
            case var setting when TrySet(read, setting, XmlNodes.Text(part), XmlNodes.Line(part)):
                _nodes.Leaf(part, mayHoldText: true);
                break;
            default:
                _nodes.Unknown(part);
                break;
        }
    }

    private void ReadList(XElement list, string item, Action<XElement> read)
    {
        foreach (var attribute in XmlNodes.Attributes(list))
            _nodes.Unknown(attribute);
        _nodes.Container(list);
        foreach (var element in list.Elements())
        {
            if (element.Name.LocalName == item)
                read(element);
            else
                _nodes.Unknown(element);
        }
    }

    // 1.21.0 of Commerce's module checks names; the API accepts these characters (spec 6.1).
    private void CheckName(XmlEvent read)
    {
        if (!read.Name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-'))
            Problem(read, read.Line, $"“{read.Name}” is no name of an event: letters A to Z, digits, '_', '-' and '.' are allowed.");
    }

    private bool TrySet(XmlEvent read, string setting, string value, int line)
    {
        switch (setting.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant())
        {
            case "PARENT":
                read.Parent = value.Length == 0 ? null : value;
                return true;
            case "DESTINATION":
                read.Destination = value.Length == 0 ? null : value;
                return true;
            case "PROVIDER" or "PROVIDERID":
                read.ProviderId = value.Length == 0 ? null : value;
                return true;
            case "PRIORITY":
                read.Priority = Flag(read, setting, value, line);
                return true;
            case "HIPAA" or "HIPAAAUDITREQUIRED":
                read.HipaaAuditRequired = Flag(read, setting, value, line);
                return true;
            case "ENABLED":
                read.Enabled = Flag(read, setting, value, line);
                return true;
            default:
                return false;
        }
    }

    private bool Flag(XmlEvent read, string setting, string value, int line)
    {
        switch (value.ToUpperInvariant())
        {
            case "1" or "TRUE" or "YES":
                return true;
            case "0" or "FALSE" or "NO" or "":
                return false;
            default:
                Problem(read, line, $"'{setting}' must be true or false; it is “{value}”.");
                return false;
        }
    }

    private void Problem(XmlEvent read, int line, string message)
    {
        _findings.Error(_file, line, message);
        if (read.Problems.Count < 20)
            read.Problems.Add(string.Create(CultureInfo.InvariantCulture, $"{_file}:{line}: {message}"));
    }
}
