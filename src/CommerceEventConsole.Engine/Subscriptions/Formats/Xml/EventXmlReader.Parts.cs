using System.Globalization;
using System.Xml.Linq;
using CommerceEventConsole.Engine.Subscriptions.Matching;

namespace CommerceEventConsole.Engine.Subscriptions.Formats.Xml;

/// <summary>The fields, conditions and processors of an event.</summary>
internal sealed partial class EventXmlReader
{
    // More than a subscription may have; what comes behind is refused, not compared with each before it.
    private const int MaxParts = 500;

    private void ReadField(XmlEvent read, XElement element)
    {
        var line = XmlNodes.Line(element);
        var name = (string?)element.Attribute("name");
        foreach (var attribute in XmlNodes.Attributes(element).Where(a => a.Name.LocalName is not ("name" or "converter" or "source")))
            _nodes.Unknown(attribute);
        foreach (var child in element.Elements())
            _nodes.Unknown(child);
        if (name is null && XmlNodes.Text(element) is { Length: > 0 } text)
        {
            _findings.Note(_file, line, $"The field {text} is written as text; Commerce writes <field name=\"{text}\"/>. It is taken.");
            name = text;
        }
        else
        {
            _nodes.Container(element);
        }

        name = (name ?? "").Trim();
        if (FieldPathSyntax.Check(name) is { } problem)
            Problem(read, line, name.Length == 0 ? "A field has no name." : $"The field “{name}” is not one that can be asked for: {problem}");
        else
            AddField(read, new CommerceField(name, Filled(element, "converter"), Filled(element, "source")), line);
    }

    private void AddField(XmlEvent read, CommerceField field, int line)
    {
        if (IsFull(read, read.Fields.Count, "fields", line))
            return;
        if (read.Fields.Find(f => f.Value.Name == field.Name) is { } twice)
            _findings.Warning(_file, line, string.Create(CultureInfo.InvariantCulture, $"The field {field.Name} is there already, at line {twice.Line}. It is taken once."));
        read.Fields.Add(new(field, line));
    }

    private void ReadRule(XmlEvent read, XElement element)
    {
        var line = XmlNodes.Line(element);
        _nodes.Container(element);
        var parts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var attribute in XmlNodes.Attributes(element))
        {
            if (attribute.Name.LocalName is not ("field" or "operator" or "value"))
                _nodes.Unknown(attribute);
            else
                parts[attribute.Name.LocalName] = attribute.Value;
        }

        foreach (var child in element.Elements())
        {
            var part = child.Name.LocalName;
            if (part is not ("field" or "operator" or "value"))
            {
                _nodes.Unknown(child);
                continue;
            }

            _nodes.Leaf(child, mayHoldText: true);
            if (!parts.TryAdd(part, part == "value" ? XmlNodes.Verbatim(child) : XmlNodes.Text(child)))
                Problem(read, XmlNodes.Line(child), $"The condition says twice what its {part} is.");
        }

        AddRule(read, parts, line);
    }

    private void AddRule(XmlEvent read, Dictionary<string, string> parts, int line)
    {
        var field = parts.GetValueOrDefault("field", "").Trim();
        var name = parts.GetValueOrDefault("operator", "").Trim();
        if (field.Length == 0 || name.Length == 0)
        {
            Problem(read, line, $"A condition names no {(field.Length == 0 ? "field" : "operator")}.");
            return;
        }

        if (!RuleOperatorNames.TryParse(name, out var operation))
        {
            Problem(read, line, $"“{name}” is no operator for events. Commerce knows {string.Join(", ", RuleOperatorNames.All)}.");
            return;
        }

        if (IsFull(read, read.Rules.Count, "conditions", line))
            return;
        if (!parts.ContainsKey("value") && operation != RuleOperator.OnChange)
            _findings.Warning(_file, line, $"The condition on {field} has no value: it is taken as empty.");
        var rule = new Rule(field, operation, parts.GetValueOrDefault("value", ""));
        _ = RuleCompiler.Compile(rule, out var problem, out var warning);
        if (problem is not null)
            Problem(read, line, $"The condition on {field} cannot be used: {problem}");
        else if (warning is not null)
            _findings.Warning(_file, line, $"The condition on {field} {warning}");
        if (read.Rules.Find(r => r.Value == rule) is { } twice)
            _findings.Warning(_file, line, string.Create(CultureInfo.InvariantCulture, $"The same condition is there already, at line {twice.Line}. It is taken once."));
        read.Rules.Add(new(rule, line));
    }

    private void ReadProcessor(XmlEvent read, XElement element)
    {
        var line = XmlNodes.Line(element);
        foreach (var attribute in XmlNodes.Attributes(element).Where(a => a.Name.LocalName is not ("class" or "priority")))
            _nodes.Unknown(attribute);
        foreach (var child in element.Elements())
            _nodes.Unknown(child);
        _nodes.Container(element);
        if (IsFull(read, read.Processors.Count, "processors", line))
            return;
        var type = Filled(element, "class");
        var priority = Filled(element, "priority");
        if (type is null)
            Problem(read, line, "A processor names no class.");
        else if (priority is null)
            read.Processors.Add(new(new CommerceProcessor(type), line));
        else if (int.TryParse(priority, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            read.Processors.Add(new(new CommerceProcessor(type, number), line));
        else
            Problem(read, line, $"The priority of the processor {type} must be a whole number; it is “{priority}”.");
    }

    private bool IsFull(XmlEvent read, int count, string what, int line)
    {
        if (count < MaxParts)
            return false;
        if (read.TooMany.Add(what))
            Problem(read, line, $"The event has more than {MaxParts} {what}.");
        return true;
    }

    private static string? Filled(XElement element, string attribute) =>
        ((string?)element.Attribute(attribute))?.Trim() is { Length: > 0 } value ? value : null;
}
