using System.Xml;
using System.Xml.Linq;

namespace CommerceEventConsole.Engine.Subscriptions.Formats.Xml;

/// <summary>Reads one file's elements; everything that no one asks for is reported with its line.</summary>
internal sealed class XmlNodes(string file, FindingLog findings)
{
    private static readonly XNamespace Instance = "http://www.w3.org/2001/XMLSchema-instance";

    public static int Line(XObject node) => ((IXmlLineInfo)node).LineNumber;

    /// <summary>An element's own text, CDATA included, without the blanks around it.</summary>
    public static string Text(XElement element) => string.Concat(element.Nodes().OfType<XText>().Select(t => t.Value)).Trim();

    /// <summary>A rule's value: blanks count, unless a line break shows that they are there for the looks.</summary>
    public static string Verbatim(XElement element)
    {
        var text = string.Concat(element.Nodes().OfType<XText>().Select(t => t.Value));
        var trimmed = text.Trim();
        var start = text.IndexOf(trimmed, StringComparison.Ordinal);
        var isLaidOut = trimmed.Length == 0 || text.AsSpan(0, start).Contains('\n') || text.AsSpan(start + trimmed.Length).Contains('\n');
        return isLaidOut ? trimmed : text;
    }

    /// <summary>The attributes that say something, schema references left out.</summary>
    public static IEnumerable<XAttribute> Attributes(XElement element) => element.Attributes().Where(a => !a.IsNamespaceDeclaration && a.Name.Namespace != Instance);

    public void Unknown(XAttribute attribute) => findings.Warning(
        file, Line(attribute), $"The attribute '{attribute.Name.LocalName}' of <{attribute.Parent!.Name.LocalName}> is not known. Its value “{Short(attribute.Value)}” is left out.");

    public void Unknown(XElement element) => findings.Warning(
        file, Line(element), $"<{element.Name.LocalName}> inside <{element.Parent!.Name.LocalName}> is not known. It and what it holds are left out.");

    /// <summary>Reports attributes, elements and text where none belong.</summary>
    public void Leaf(XElement element, bool mayHoldText = false)
    {
        foreach (var attribute in Attributes(element))
            Unknown(attribute);
        foreach (var child in element.Elements())
            Unknown(child);
        if (!mayHoldText)
            Container(element);
    }

    /// <summary>Reports text where only elements belong.</summary>
    public void Container(XElement element)
    {
        if (element.Nodes().OfType<XText>().FirstOrDefault(t => !string.IsNullOrWhiteSpace(t.Value)) is { } text)
            findings.Warning(file, Line(text), $"The text “{Short(text.Value.Trim())}” inside <{element.Name.LocalName}> means nothing there. It is left out.");
    }

    private static string Short(string text) => text.Length <= 60 ? text : text[..60] + "…";
}
