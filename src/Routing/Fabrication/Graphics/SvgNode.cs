using System.Xml;

namespace MakeDevice.Routing.Fabrication.Graphics;

/// <summary>Thrown within this room only: the graphics would take too long or too much memory.</summary>
internal sealed class GraphicsLimitException(string limit) : Exception(limit);

/// <summary>An element with its attributes by local name; text is kept only inside <c>style</c>.</summary>
internal sealed class SvgNode(string name)
{
    private readonly Dictionary<string, string> _attributes = new(StringComparer.Ordinal);

    public string Name { get; } = name;

    public List<SvgNode> Children { get; } = [];

    public string Text { get; private set; } = "";

    public string? this[string attribute] => _attributes.GetValueOrDefault(attribute);

    /// <summary>Reads a document; DTDs, and with them entities, are refused, nothing outside the text is ever opened.</summary>
    /// <exception cref="XmlException">Not well-formed, or with a DTD.</exception>
    /// <exception cref="GraphicsLimitException">Too deep or too many elements.</exception>
    public static SvgNode Parse(string svg)
    {
        using var reader = XmlReader.Create(new StringReader(svg), new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            MaxCharactersInDocument = GraphicsBudget.Characters,
        });
        var top = new SvgNode("");
        var open = new Stack<SvgNode>([top]);
        for (var elements = 0; reader.Read();)
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    GraphicsBudget.Check(++elements <= GraphicsBudget.Elements, "elements");
                    GraphicsBudget.Check(open.Count <= GraphicsBudget.Depth, "depth");
                    var node = ReadElement(reader);
                    open.Peek().Children.Add(node);
                    if (!reader.IsEmptyElement)
                    {
                        open.Push(node);
                    }

                    break;
                case XmlNodeType.EndElement:
                    open.Pop();
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA when open.Peek().Name == "style":
                    open.Peek().Text += reader.Value;
                    break;
            }
        }

        return top.Children[0];
    }

    private static SvgNode ReadElement(XmlReader reader)
    {
        var node = new SvgNode(reader.LocalName);
        while (reader.MoveToNextAttribute())
        {
            // A plain href wins over xlink:href, whichever comes first.
            if (reader.Prefix.Length == 0 || (reader.LocalName == "href" && !node._attributes.ContainsKey("href")))
            {
                node._attributes[reader.LocalName] = reader.Value;
            }
        }

        reader.MoveToElement();
        return node;
    }
}
