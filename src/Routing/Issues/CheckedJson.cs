using System.Globalization;
using System.Text.Json;
using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Issues;

/// <summary>
/// A JSON value together with its path. What is asked of it is checked; what is wrong is noted, with its path, in a list that all values of
/// one document share, so that a reader can go on and report everything at once.
/// </summary>
internal readonly struct CheckedJson
{
    /// <summary>A property that is there twice is refused: one of its values would be lost in silence.</summary>
    private static readonly JsonDocumentOptions Strict = new()
    {
        MaxDepth = 32, AllowTrailingCommas = false, CommentHandling = JsonCommentHandling.Disallow, AllowDuplicateProperties = false,
    };

    private readonly JsonElement _element;
    private readonly Document _document;

    private CheckedJson(JsonElement element, string path, Document document) => (_element, Path, _document) = (element, path, document);

    /// <summary>Something wrong, and where: <c>$.modules[2].position.x</c>.</summary>
    public readonly record struct Problem(string Path, string Error);

    /// <summary>A property that is there and that nobody asked for.</summary>
    /// <param name="Path">Of the object that has it.</param>
    /// <param name="Known">What the object was asked for.</param>
    /// <param name="Text">A short value as it stands, without quotes; empty for a long one.</param>
    public readonly record struct UnusedProperty(string Path, string Name, IReadOnlyList<string> Known, string Text = "");

    public string Path { get; }

    /// <summary>True where the property is not there, or null.</summary>
    public bool IsMissing => _element.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;

    public bool IsEmptyArray => _element.ValueKind == JsonValueKind.Array && Count == 0;

    public int Count => _element.ValueKind == JsonValueKind.Array ? _element.GetArrayLength() : 0;

    /// <summary>Reads a document whose root is an object; a byte order mark is skipped; comments, trailing commas and properties that are there twice are errors (RFC 8259).</summary>
    /// <param name="read">Called with the root; its result is returned. Not called where the text is no JSON object.</param>
    /// <param name="path">What the paths of its values begin with.</param>
    /// <param name="unused">Told what the reader did not ask for, of the objects that it asked for anything at all; null where nobody wants to know.</param>
    public static T? Read<T>(
        ReadOnlyMemory<byte> utf8, int maxBytes, List<Problem> problems, Func<CheckedJson, T?> read, string path = "$", List<UnusedProperty>? unused = null)
        where T : class
    {
        if (utf8.Length > maxBytes)
        {
            problems.Add(new(path, string.Create(CultureInfo.InvariantCulture, $"larger than {maxBytes} bytes")));
            return null;
        }

        if (IsUtf16(utf8.Span))
        {
            problems.Add(new(path, "is UTF-16 text, must be UTF-8: save it as UTF-8"));
            return null;
        }

        try
        {
            using var json = Parsed(WithoutMark(utf8));
            var document = new Document(problems, remembers: unused is not null);
            var root = new CheckedJson(json.RootElement, path, document);
            var result = root.Is(JsonValueKind.Object, "an object") ? read(root) : null;
            document.TellUnused(unused);
            return result;
        }
        catch (JsonException e)
        {
            // What is no slip of syntax comes without a place.
            var place = e.LineNumber is null ? "" : string.Create(CultureInfo.InvariantCulture, $" at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}");
            problems.Add(new(path, $"not valid JSON{place}: {FirstSentence(e.Message)}"));
            return null;
        }
    }

    /// <summary>Names that are not valid Unicode cannot be compared; readers tell of them, where they stand.</summary>
    private static JsonDocument Parsed(ReadOnlyMemory<byte> utf8) => UnicodeJson.TryRead(utf8, static text => JsonDocument.Parse(text, Strict), out var json)
        ? json!
        : JsonDocument.Parse(utf8, Strict with { AllowDuplicateProperties = true });

    /// <summary>Problems noted so far, in the whole document.</summary>
    public int ProblemCount => _document.Problems.Count;

    /// <summary>Names of an object's properties, those that are text.</summary>
    public IEnumerable<string> PropertyNames
    {
        get
        {
            if (_element.ValueKind != JsonValueKind.Object)
            {
                yield break;
            }

            foreach (var property in _element.EnumerateObject())
            {
                yield return NameOf(property);
            }
        }
    }

    /// <summary>The value as it is written, for another reader; empty where it is missing, or is not valid Unicode (noted).</summary>
    public string Json
    {
        get
        {
            if (IsMissing)
            {
                return "";
            }

            if (_element.UnicodeSource() is { } written)
            {
                return written;
            }

            Report("is not valid Unicode");
            return "";
        }
    }

    public void Report(string error) => _document.Problems.Add(new(Path, error));

    /// <summary>The property of that name; missing where there is none.</summary>
    public CheckedJson Property(string name)
    {
        var found = default(JsonElement);
        if (_element.ValueKind == JsonValueKind.Object)
        {
            _document.Ask(this, name);
            if (!UnicodeJson.TryRead((_element, name), static of => of._element.TryGetProperty(of.name, out var value) ? value : default, out found))
            {
                ReportOnce("has a property whose name is not valid Unicode");
            }
        }

        return new(found, $"{Path}.{name}", _document);
    }

    /// <summary>The property, noted where it is missing or no object; its own properties are then missing, too, and silent.</summary>
    public CheckedJson RequiredObject(string name)
    {
        var value = Property(name);
        value.Is(JsonValueKind.Object, "an object");
        return value;
    }

    /// <summary>The property, noted where it is there and no object.</summary>
    public CheckedJson OptionalObject(string name)
    {
        var value = Property(name);
        if (!value.IsMissing)
        {
            value.Is(JsonValueKind.Object, "an object");
        }

        return value;
    }

    /// <summary>A finite number within limits, inclusive, or the text of one; noted where it is not, and 0 then.</summary>
    public double RequiredNumber(string name, double min, double max)
    {
        var value = Property(name);
        if (_element.ValueKind != JsonValueKind.Object || value.Number() is not { } number)
        {
            return 0;
        }

        if (double.IsFinite(number) && number >= min && number <= max)
        {
            return number;
        }

        value.Report(string.Create(CultureInfo.InvariantCulture, $"must be from {min} to {max}"));
        return 0;
    }

    /// <summary>A length in millimetres as nanometres; <paramref name="usual"/> where it is missing.</summary>
    public long OptionalLength(string name, double min, double max, long usual) => OptionalNumber(name, min, max) is { } millimetres ? Units.FromMillimetres(millimetres) : usual;

    public double? OptionalNumber(string name, double min, double max) => Property(name).IsMissing ? null : RequiredNumber(name, min, max);

    /// <summary>True or false, also as 1 and 0 or as their text; false where it is missing, or noted where it is none of these.</summary>
    public bool OptionalFlag(string name)
    {
        var value = Property(name);
        return !value.IsMissing && (value.AsFlag() ?? value.Is(JsonValueKind.True, "true or false"));
    }

    /// <summary>A text of limited length; empty where it is missing, or noted and empty where it is no such text.</summary>
    public string OptionalText(string name, int maxLength)
    {
        var value = Property(name);
        return value.IsMissing || !value.IsText() ? "" : value.Text(maxLength) ?? "";
    }

    /// <summary>A text of limited length; null where it is missing or no such text (noted).</summary>
    public string? RequiredText(string name, int maxLength)
    {
        var value = Property(name);
        return _element.ValueKind == JsonValueKind.Object && value.IsText() ? value.Text(maxLength) : null;
    }

    /// <summary>The items of an array, or none where the value is no array (noted) or longer than allowed (noted).</summary>
    public IEnumerable<CheckedJson> RequiredItems(int maxCount)
    {
        if (!Is(JsonValueKind.Array, "an array"))
        {
            yield break;
        }

        if (Count > maxCount)
        {
            Report(string.Create(CultureInfo.InvariantCulture, $"has {Count} items, at most {maxCount} are allowed"));
            yield break;
        }

        var index = 0;
        foreach (var item in _element.EnumerateArray())
        {
            yield return new(item, string.Create(CultureInfo.InvariantCulture, $"{Path}[{index++}]"), _document);
        }
    }

    /// <summary>The value itself as a text; noted and empty where it is none.</summary>
    public string AsText(int maxLength) => Is(JsonValueKind.String, "a text") ? Text(maxLength) ?? "" : "";

    public bool IsObject() => Is(JsonValueKind.Object, "an object");

    /// <summary>By its mark, or by the zero byte that one of the first two ASCII characters brings.</summary>
    private static bool IsUtf16(ReadOnlySpan<byte> text) => text is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] or [0, not 0, ..] or [not 0, 0, ..];

    private static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> utf8) => utf8.Span.StartsWith("\uFEFF"u8) ? utf8[3..] : utf8;

    private static string FirstSentence(string message)
    {
        var end = message.IndexOf(". ", StringComparison.Ordinal);
        return end < 0 ? message : message[..end];
    }

    private void ReportOnce(string error)
    {
        if (!_document.Problems.Contains(new(Path, error)))
        {
            Report(error);
        }
    }

    private static string ShortText(JsonElement value)
    {
        const int longest = 16;
        return value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array) && value.UnicodeSource() is { Length: <= longest } written ? written.Trim('"') : "";
    }

    private static string NameOf(JsonProperty property) => property.UnicodeName() ?? "?";

    /// <summary>A text, or a number in the place of one: a version that is written 0.7.</summary>
    private bool IsText() => _element.ValueKind == JsonValueKind.Number || Is(JsonValueKind.String, "a text");

    /// <summary>The number, or the one that a text spells; null, and noted, for anything else.</summary>
    private double? Number()
    {
        const NumberStyles Json = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return _element.ValueKind == JsonValueKind.String && double.TryParse(Written(), Json, CultureInfo.InvariantCulture, out var spelled) && double.IsFinite(spelled)
            ? spelled
            : Is(JsonValueKind.Number, "a number") && _element.TryGetDouble(out var number) ? number : null;
    }

    /// <summary>Null where the value is no flag in any of its forms.</summary>
    private bool? AsFlag() => Written()?.ToUpperInvariant() switch
    {
        "TRUE" or "1" => true,
        "FALSE" or "0" or "" => false,
        _ => null,
    };

    /// <summary>The value as it is written, without quotes; null where it is an object or a list, or no valid Unicode.</summary>
    private string? Written() => _element.ValueKind switch
    {
        JsonValueKind.String => _element.UnicodeText(),
        JsonValueKind.Number => WithoutZeros(_element.GetRawText()),
        JsonValueKind.True or JsonValueKind.False => _element.GetRawText(),
        _ => null,
    };

    /// <summary>A decimal fraction without zeros at its end, but for the first digit: 0.70 is the text 0.7, and 1.00 is 1.0.</summary>
    private static string WithoutZeros(string number)
    {
        var point = number.IndexOf('.', StringComparison.Ordinal);
        return point < 0 || number.AsSpan().ContainsAny('e', 'E') ? number : number[..(point + 2)] + number[(point + 2)..].TrimEnd('0');
    }

    private string? Text(int maxLength)
    {
        if (Written() is not { } text)
        {
            Report("is not valid Unicode");
            return null;
        }

        if (text.Length <= maxLength)
        {
            return text;
        }

        Report(string.Create(CultureInfo.InvariantCulture, $"is longer than {maxLength} characters"));
        return null;
    }

    private bool Is(JsonValueKind kind, string description)
    {
        if (_element.ValueKind == kind)
        {
            return true;
        }

        Report(IsMissing ? $"is missing, must be {description}" : $"must be {description}");
        return false;
    }

    /// <summary>What all values of one document share.</summary>
    /// <param name="remembers">True to remember what is asked of its objects.</param>
    private sealed class Document(List<Problem> problems, bool remembers)
    {
        private readonly OrderedDictionary<string, (CheckedJson Object, List<string> Asked)> _visits = new(StringComparer.Ordinal);

        public List<Problem> Problems { get; } = problems;

        public void Ask(CheckedJson owner, string property)
        {
            if (!remembers)
            {
                return;
            }

            if (!_visits.TryGetValue(owner.Path, out var visit))
            {
                _visits.Add(owner.Path, visit = (owner, []));
            }

            if (!visit.Asked.Contains(property))
            {
                visit.Asked.Add(property);
            }
        }

        /// <remarks>Plain loops: queries over values of these kinds would be compiled at run time.</remarks>
        public void TellUnused(List<UnusedProperty>? unused)
        {
            foreach (var (_, (owner, asked)) in _visits)
            {
                foreach (var property in owner._element.EnumerateObject())
                {
                    if (property.Value.ValueKind != JsonValueKind.Null && NameOf(property) is var name && !asked.Contains(name))
                    {
                        unused?.Add(new(owner.Path, name, asked, ShortText(property.Value)));
                    }
                }
            }
        }
    }
}
