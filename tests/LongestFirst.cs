using Xunit.Abstractions;

namespace MakeDevice.Tests;

/// <summary>Begins with the collections that take longest: one that begins late runs alone at the end, on one core, or waits for most of its time.</summary>
/// <param name="longest">Classes, or names of collections, in this order; all others follow.</param>
public abstract class LongestFirst(params string[] longest) : ITestCollectionOrderer
{
    /// <summary>What xunit puts before the full name of a class that is a collection of its own.</summary>
    private const string OfClass = "Test collection for ";

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) => testCollections.OrderBy(collection => Place(collection.DisplayName));

    private int Place(string collection)
    {
        var name = collection.StartsWith(OfClass, StringComparison.Ordinal) ? collection[(collection.LastIndexOf('.') + 1)..] : collection;
        var place = Array.IndexOf(longest, name);
        return place < 0 ? longest.Length : place;
    }
}
