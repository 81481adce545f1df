using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;

namespace MakeDevice.Routing.Gerber;

/// <summary>The attributes in force while a file is read (specification 5.1): %TO or %TA adds or replaces, %TD removes.</summary>
/// <param name="sorted">True to keep them by name, so that equal sets compare equal; false to keep the file's order.</param>
internal sealed class AttributeDictionary(SourcePosition position, ReadingBudget budget, bool sorted)
{
    private const int Most = 64;

    private readonly List<GerberAttribute> _items = [];
    private AttributeSet? _snapshot = AttributeSet.None;

    /// <summary>The current set; the same instance until it changes.</summary>
    public AttributeSet Current => _snapshot ??= Snapshot();

    /// <summary>Adds or replaces; an attribute without a name says nothing and is skipped.</summary>
    public void Set(GerberAttribute attribute)
    {
        if (attribute.Name.Length == 0)
        {
            return;
        }

        _snapshot = null;
        var index = IndexOf(attribute.Name);
        if (index >= 0)
        {
            _items[index] = attribute;
            return;
        }

        if (_items.Count == Most)
        {
            throw position.Error($"more than {Most} attributes at once");
        }

        _items.Insert(sorted ? PlaceOf(attribute.Name) : _items.Count, attribute);
    }

    public void Delete(string name)
    {
        if (IndexOf(name) is >= 0 and var index)
        {
            _items.RemoveAt(index);
            _snapshot = null;
        }
    }

    public void Clear()
    {
        _items.Clear();
        _snapshot = AttributeSet.None;
    }

    private int IndexOf(string name)
    {
        var index = _items.Count - 1;
        while (index >= 0 && _items[index].Name != name)
        {
            index--;
        }

        return index;
    }

    /// <summary>Where a new name belongs among sorted ones.</summary>
    private int PlaceOf(string name)
    {
        var place = 0;
        while (place < _items.Count && string.CompareOrdinal(_items[place].Name, name) < 0)
        {
            place++;
        }

        return place;
    }

    private AttributeSet Snapshot()
    {
        if (_items.Count == 0)
        {
            return AttributeSet.None;
        }

        budget.Keep(1 + _items.Count / 8);
        return new(new EquatableArray<GerberAttribute>(_items.ToImmutableArray()));
    }
}
