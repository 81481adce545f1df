using System.Collections.Immutable;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Explanation;

/// <summary>Why sockets stayed open, and which modules to move.</summary>
public sealed class BoardExplanation
{
    /// <summary>Of a board that is fully routed.</summary>
    public static readonly BoardExplanation None = new([], [], []);

    internal BoardExplanation(ImmutableArray<BlockedSocket> sockets, ImmutableArray<Issue> issues, ImmutableArray<string> sentences) =>
        (Sockets, Issues, Sentences) = (sockets, issues, sentences);

    /// <summary><c>ROUTING_BLOCKED</c>, one for each socket that was looked into.</summary>
    public ImmutableArray<Issue> Issues { get; }

    /// <summary>The same for a person, one sentence for all sockets that the same thing bars. Names come from the project and may hold anything that an issue may.</summary>
    public ImmutableArray<string> Sentences { get; }

    internal ImmutableArray<BlockedSocket> Sockets { get; }
}

/// <summary>The sockets behind one bottleneck.</summary>
/// <param name="Sockets">At least one, in order of their ids.</param>
internal sealed record BlockedGroup(ImmutableArray<BoardSocket> Sockets, Bottleneck Bottleneck, Advice Advice);

/// <param name="Bottleneck">What bars it; the same for all sockets behind it.</param>
/// <param name="Advice">The same for all sockets behind the bottleneck.</param>
internal sealed record BlockedSocket(BoardSocket Socket, Bottleneck Bottleneck, Advice Advice);
