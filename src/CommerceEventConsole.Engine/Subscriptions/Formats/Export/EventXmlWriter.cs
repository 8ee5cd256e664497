using System.Globalization;
using System.Text;
using System.Xml;
using CommerceEventConsole.Engine.Subscriptions.Matching;

namespace CommerceEventConsole.Engine.Subscriptions.Formats.Export;

/// <summary>Writes <c>io_events.xml</c> (spec 6.6). The same subscriptions make the same bytes, in whatever order they come.</summary>
internal static class EventXmlWriter
{
    private const string Instance = "http://www.w3.org/2001/XMLSchema-instance";
    private const string Schema = "urn:magento:module-commerce-events-client/etc/io_events.xsd";

    private static readonly XmlWriterSettings Settings = new()
    {
        Indent = true,
        IndentChars = "    ",
        NewLineChars = "\n",
        NewLineHandling = NewLineHandling.Entitize,
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        CloseOutput = false,
    };

    public static ExportedText Write(IEnumerable<ExportedSubscription> subscriptions, ExportOptions options)
    {
        var notes = new List<string>();
        using var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, Settings))
        {
            xml.WriteStartDocument();
            xml.WriteStartElement("config");
            xml.WriteAttributeString("xmlns", "xsi", null, Instance);
            xml.WriteAttributeString("noNamespaceSchemaLocation", Instance, Schema);
            foreach (var item in CommerceEvent.From(subscriptions, options))
                Write(xml, item, notes);
            xml.WriteEndElement();
        }

        return new(Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length) + "\n", notes);
    }

    private static void Write(XmlWriter xml, CommerceEvent item, List<string> notes)
    {
        if (Unwritable(item) is { } why)
        {
            notes.Add($"{item.Name} is left out: {why}");
            return;
        }

        var own = new List<string>(item.Notes);
        own.AddRange(Undocumented(item.Settings));
        own.AddRange(item.Rules.Where(r => LosesBlanks(r.Value)).Select(r => $"The blanks around the value of the condition on {r.Field} are lost in a file."));
        notes.AddRange(own.Select(n => $"{item.Name}: {n}"));
        if (own.Count > 0)
            xml.WriteComment($" {string.Join(" ", own.Select(ForComment))} ");

        xml.WriteStartElement("event");
        xml.WriteAttributeString("name", item.Name);
        WriteOptional(xml, "parent", item.Parent);
        WriteOptional(xml, "priority", item.Settings.Priority ? "true" : null);
        WriteOptional(xml, "destination", item.Settings.Destination);
        WriteOptional(xml, "provider", item.Settings.ProviderId);
        WriteOptional(xml, "hipaaAuditRequired", item.Settings.HipaaAuditRequired ? "true" : null);
        WriteList(xml, "fields", item.Fields, WriteField);
        WriteList(xml, "rules", item.Rules, WriteRule);
        WriteList(xml, "processors", item.Settings.Processors ?? [], WriteProcessor);
        xml.WriteEndElement();
    }

    private static void WriteList<T>(XmlWriter xml, string name, IReadOnlyList<T> items, Action<XmlWriter, T> write)
    {
        if (items.Count == 0)
            return;
        xml.WriteStartElement(name);
        foreach (var item in items)
            write(xml, item);
        xml.WriteEndElement();
    }

    private static void WriteField(XmlWriter xml, CommerceField field)
    {
        xml.WriteStartElement("field");
        xml.WriteAttributeString("name", field.Name);
        WriteOptional(xml, "converter", field.Converter);
        WriteOptional(xml, "source", field.Source);
        xml.WriteEndElement();
    }

    private static void WriteRule(XmlWriter xml, Rule rule)
    {
        xml.WriteStartElement("rule");
        xml.WriteElementString("field", rule.Field);
        xml.WriteElementString("operator", RuleOperatorNames.Format(rule.Operator));
        xml.WriteElementString("value", rule.Value);
        xml.WriteEndElement();
    }

    private static void WriteProcessor(XmlWriter xml, CommerceProcessor processor)
    {
        xml.WriteStartElement("processor");
        xml.WriteAttributeString("class", processor.Class);
        WriteOptional(xml, "priority", processor.Priority?.ToString(CultureInfo.InvariantCulture));
        xml.WriteEndElement();
    }

    private static void WriteOptional(XmlWriter xml, string attribute, string? value)
    {
        if (value is not null)
            xml.WriteAttributeString(attribute, value);
    }

    // Spec 6.6: how these are written in the file is unconfirmed.
    private static IEnumerable<string> Undocumented(CommerceSettings settings)
    {
        (bool IsSet, string Attribute)[] attributes =
        [
            (settings.Priority, "priority"), (settings.Destination is not null, "destination"),
            (settings.ProviderId is not null, "provider"), (settings.HipaaAuditRequired, "hipaaAuditRequired"),
        ];
        var used = attributes.Where(a => a.IsSet).Select(a => a.Attribute).ToList();
        return used.Count == 0
            ? []
            : [$"Adobe documents {string.Join(", ", used)} for the command and the REST API only. Where Commerce refuses the file, take {(used.Count == 1 ? "it" : "them")} out and use the command."];
    }

    private static string? Unwritable(CommerceEvent item)
    {
        var texts = item.Rules.SelectMany(r => new[] { r.Field, r.Value })
            .Concat(item.Fields.SelectMany(f => new[] { f.Name, f.Converter, f.Source }))
            .Concat((item.Settings.Processors ?? []).Select(p => p.Class))
            .Concat([item.Name, item.Parent, item.Settings.Destination, item.Settings.ProviderId]);
        return texts.OfType<string>().All(IsXml) ? null : "one of its texts holds a character that XML has no way to write.";
    }

    private static bool IsXml(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else if (!XmlConvert.IsXmlChar(text[i]))
                return false;
        }

        return true;
    }

    // See XmlNodes.Verbatim, which reads them.
    private static bool LosesBlanks(string value)
    {
        var trimmed = value.Trim();
        return trimmed.Length < value.Length && (trimmed.Length == 0 || value.AsSpan(0, value.IndexOf(trimmed, StringComparison.Ordinal)).Contains('\n')
            || value.AsSpan().TrimStart()[trimmed.Length..].Contains('\n'));
    }

    // A comment must not hold two hyphens in a row, nor what XML cannot write.
    private static string ForComment(string text)
    {
        text = string.Concat(text.Select(c => XmlConvert.IsXmlChar(c) && !char.IsControl(c) ? c : ' '));
        while (text.Contains("--", StringComparison.Ordinal))
            text = text.Replace("--", "- -", StringComparison.Ordinal);
        return text;
    }
}
