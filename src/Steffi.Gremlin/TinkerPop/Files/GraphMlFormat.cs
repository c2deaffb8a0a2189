using System.Globalization;
using System.Xml;

namespace Steffi.Gremlin.TinkerPop;

/// <summary>GraphML: properties are texts, bools and numbers; labels stand at the keys labelV and labelE.</summary>
/// <remarks>Source: graphml.graphdrawing.org, and TinkerPop's IO reference for the labels. As there, defaults of keys are not read.</remarks>
internal sealed class GraphMlFormat : IGraphFormat
{
    private const string Namespace = "http://graphml.graphdrawing.org/xmlns", VertexLabel = "labelV", EdgeLabel = "labelE";

    public IEnumerable<object> Read(Stream file)
    {
        using var xml = XmlReader.Create(file, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        var keys = new Dictionary<string, (string Name, string Type)>(StringComparer.Ordinal);
        while (Next(xml))
        {
            if (xml.NodeType != XmlNodeType.Element) continue;
            if (xml.Depth == 0 && xml.LocalName != "graphml") throw new FormatException($"it begins with {xml.LocalName}, not graphml");
            if (xml.LocalName == "key") keys[Attribute(xml, "id")] = (xml.GetAttribute("attr.name") ?? Attribute(xml, "id"), xml.GetAttribute("attr.type") ?? "string");
            else if (xml.LocalName == "node") yield return Vertex(xml, keys);
            else if (xml.LocalName == "edge") yield return Edge(xml, keys);
        }
    }

    public void Write(Stream file, TraversalGraph graph, Budget budget)
    {
        var vertices = Keys(graph.Vertices(), graph, budget);
        var edges = Keys(graph.Edges(), graph, budget);
        using var xml = XmlWriter.Create(file, new XmlWriterSettings { Indent = true });
        xml.WriteStartElement("graphml", Namespace);
        WriteKeys(xml, "node", vertices, VertexLabel);
        WriteKeys(xml, "edge", edges, EdgeLabel);
        xml.WriteStartElement("graph");
        xml.WriteAttributeString("id", "G");
        xml.WriteAttributeString("edgedefault", "directed");
        foreach (var vertex in graph.Vertices()) WriteElement(xml, "node", vertex, VertexLabel, graph, budget);
        foreach (var edge in graph.Edges()) WriteElement(xml, "edge", edge, EdgeLabel, graph, budget);
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static bool Next(XmlReader xml)
    {
        try
        {
            return xml.Read();
        }
        catch (XmlException e)
        {
            throw new FormatException(e.Message, e);
        }
    }

    private static string Attribute(XmlReader xml, string name) => xml.GetAttribute(name) ?? throw new FormatException($"a {xml.LocalName} has no {name}");

    private static FileVertex Vertex(XmlReader xml, Dictionary<string, (string Name, string Type)> keys)
    {
        var id = Attribute(xml, "id");
        var (label, properties) = Data(xml, keys, VertexLabel);
        return new FileVertex(id, label, properties);
    }

    private static FileEdge Edge(XmlReader xml, Dictionary<string, (string Name, string Type)> keys)
    {
        var (id, from, to) = (xml.GetAttribute("id"), Attribute(xml, "source"), Attribute(xml, "target"));
        var (label, properties) = Data(xml, keys, EdgeLabel);
        return new FileEdge(id, label, from, to, properties);
    }

    private static (string? Label, List<(string, object?)> Properties) Data(XmlReader xml, Dictionary<string, (string Name, string Type)> keys, string labelKey)
    {
        string? label = null;
        var properties = new List<(string, object?)>();
        var depth = xml.Depth;
        if (xml.IsEmptyElement) return (label, properties);
        while (Next(xml) && xml.Depth > depth)
        {
            if (xml.NodeType != XmlNodeType.Element) continue;
            if (xml.LocalName == "graph") throw new FormatException("a node holds a graph of its own, which is not read");
            if (xml.LocalName != "data") continue;
            var key = Attribute(xml, "key");
            var text = Text(xml);
            if (key == labelKey) label = text;
            else properties.Add(keys.TryGetValue(key, out var known) ? (known.Name, Value(text, known.Type)) : throw new FormatException($"there is no key {key}"));
        }

        return (label, properties);
    }

    /// <summary>What stands in an element; the reader stands on its end then.</summary>
    private static string Text(XmlReader xml)
    {
        var text = "";
        if (xml.IsEmptyElement) return text;
        while (Next(xml) && xml.NodeType != XmlNodeType.EndElement)
        {
            if (xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace) text += xml.Value;
            else if (xml.NodeType == XmlNodeType.Element) throw new FormatException($"a data holds {xml.LocalName}: only text is read");
        }

        return text;
    }

    private static object Value(string text, string type) => type switch
    {
        "boolean" => XmlConvert.ToBoolean(text),
        "int" => XmlConvert.ToInt32(text),
        "long" => XmlConvert.ToInt64(text),
        "float" => XmlConvert.ToSingle(text),
        "double" => XmlConvert.ToDouble(text),
        "string" => text,
        _ => throw new FormatException($"{type} is no type of GraphML"),
    };

    /// <summary>The keys of elements and their types; a key that has several is a string.</summary>
    private static SortedDictionary<string, string> Keys(IEnumerable<TraversalElement> elements, TraversalGraph graph, Budget budget)
    {
        var keys = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var property in elements.SelectMany(element => graph.PropertiesOf(element, [])))
        {
            budget.Tick();
            var type = property.Value switch
            {
                bool => "boolean",
                sbyte or short or int => "int",
                long => "long",
                float => "float",
                double => "double",
                string => "string",
                _ => throw new StepFailure($"GraphML has no word for {Describe.Type(property.Value)}, which {property.Key} holds"),
            };
            keys[property.Key] = keys.TryGetValue(property.Key, out var other) && other != type ? "string" : type;
        }

        return keys;
    }

    private static void WriteKeys(XmlWriter xml, string kind, SortedDictionary<string, string> keys, string labelKey)
    {
        foreach (var (key, type) in keys.Prepend(KeyValuePair.Create(labelKey, "string")))
        {
            xml.WriteStartElement("key");
            xml.WriteAttributeString("id", key == labelKey ? key : $"{kind}-{key}");
            xml.WriteAttributeString("for", kind);
            xml.WriteAttributeString("attr.name", key);
            xml.WriteAttributeString("attr.type", type);
            xml.WriteEndElement();
        }
    }

    private static void WriteElement(XmlWriter xml, string kind, TraversalElement element, string labelKey, TraversalGraph graph, Budget budget)
    {
        budget.Tick();
        xml.WriteStartElement(kind);
        xml.WriteAttributeString("id", element.Id.ToString());
        if (element is EdgeElement edge)
        {
            xml.WriteAttributeString("source", edge.OutId.ToString());
            xml.WriteAttributeString("target", edge.InId.ToString());
        }

        WriteData(xml, labelKey, graph.LabelOf(element));
        foreach (var property in graph.PropertiesOf(element, [])) WriteData(xml, $"{kind}-{property.Key}", Text(property.Value));
        xml.WriteEndElement();
    }

    private static string Text(object? value) => value switch
    {
        float number => XmlConvert.ToString(number),
        double number => XmlConvert.ToString(number),
        bool flag => XmlConvert.ToString(flag),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    private static void WriteData(XmlWriter xml, string key, string text)
    {
        xml.WriteStartElement("data");
        xml.WriteAttributeString("key", key);
        xml.WriteString(text);
        xml.WriteEndElement();
    }
}
