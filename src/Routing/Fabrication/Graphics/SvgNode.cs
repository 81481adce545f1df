using System.Xml;

namespace MakeDevice.Routing.Fabrication.Graphics;

/// <summary>Thrown within this room only: the graphics would take too long or too much memory.</summary>
internal sealed class GraphicsLimitException(string limit) : Exception(limit);

/// <summary>A part of an element's content: text, or an element.</summary>
/// <param name="Element">Null for text.</param>
internal sealed record SvgContent(string Text, SvgNode? Element);

/// <summary>An element with its attributes by local name; text is kept only inside <c>style</c> and <c>text</c>.</summary>
internal sealed class SvgNode(string name)
{
    private const string Namespace = "http://www.w3.org/2000/svg";

    private readonly Dictionary<string, string> _attributes = new(StringComparer.Ordinal);
    private string[]? _classes;

    /// <summary>Empty for an element of another language than SVG, such as an editor's notes.</summary>
    public string Name { get; } = name;

    /// <summary>Null for the root.</summary>
    public SvgNode? Parent { get; private set; }

    /// <summary>The element before this one below the same parent; null for the first.</summary>
    public SvgNode? Previous { get; private set; }

    /// <summary>The names in its class attribute.</summary>
    public string[] Classes => _classes ??= (this["class"] ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    public List<SvgNode> Children { get; } = [];

    public string Text { get; private set; } = "";

    /// <summary>Inside of <c>text</c>: its text and elements in order.</summary>
    public List<SvgContent> Content { get; } = [];

    /// <summary>Of a root: how many style sheets the document links to.</summary>
    public int LinkedStyleSheets { get; private set; }

    private bool IsText => Name == "text" || Parent is { IsText: true };

    public string? this[string attribute] => _attributes.GetValueOrDefault(attribute);

    public void Set(string attribute, string value) => _attributes[attribute] = value;

    /// <summary>True where the document declares entities of its own.</summary>
    public static bool DeclaresEntities(string svg) =>
        svg.IndexOf("<!DOCTYPE", StringComparison.Ordinal) is >= 0 and var type && svg.IndexOf("<!ENTITY", type, StringComparison.Ordinal) >= 0;

    /// <summary>Reads a document. A document type is not looked at, so that no entity of it is known; nothing outside the text is ever opened.</summary>
    /// <exception cref="XmlException">Not well-formed.</exception>
    /// <exception cref="GraphicsLimitException">Too deep or too many elements.</exception>
    public static SvgNode Parse(string svg)
    {
        using var reader = XmlReader.Create(new StringReader(svg), new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Ignore,
            XmlResolver = null,
            IgnoreComments = true,
            MaxCharactersInDocument = GraphicsBudget.Characters,
        });
        var top = new SvgNode("");
        var open = new Stack<SvgNode>([top]);
        var linked = 0;
        for (var elements = 0; reader.Read();)
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    GraphicsBudget.Check(++elements <= GraphicsBudget.Elements, "elements");
                    GraphicsBudget.Check(open.Count <= GraphicsBudget.Depth, "depth");
                    var node = ReadElement(reader);
                    open.Peek().Append(node);
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
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace when open.Peek().IsText:
                    open.Peek().Content.Add(new(reader.Value, null));
                    break;
                case XmlNodeType.ProcessingInstruction when reader.Name == "xml-stylesheet":
                    linked++;
                    break;
            }
        }

        var root = top.Children[0];
        (root.Parent, root.LinkedStyleSheets) = (null, linked);
        return root;
    }

    private void Append(SvgNode child)
    {
        child.Parent = this;
        child.Previous = Children.Count > 0 ? Children[^1] : null;
        Children.Add(child);
        if (IsText)
        {
            Content.Add(new("", child));
        }
    }

    private static SvgNode ReadElement(XmlReader reader)
    {
        var node = new SvgNode(reader.NamespaceURI is "" or Namespace ? reader.LocalName : "");
        while (reader.MoveToNextAttribute())
        {
            // A plain href wins over xlink:href, whichever comes first; xml:space has no plain form.
            if (reader.Prefix.Length == 0 || reader.Name == "xml:space" || (reader.LocalName == "href" && !node._attributes.ContainsKey("href")))
            {
                node._attributes[reader.LocalName] = reader.Value;
            }
        }

        reader.MoveToElement();
        return node;
    }
}
