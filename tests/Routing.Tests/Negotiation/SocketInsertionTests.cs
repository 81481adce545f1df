using MakeDevice.Routing.Negotiation;

namespace MakeDevice.Routing.Tests.Negotiation;

public class SocketInsertionTests
{
    [Fact]
    public void Open_sockets_are_joined_and_without_any_effort_set_aside()
    {
        using var layout = TreeBoards.Empty();
        using var idle = new SocketInsertion(layout, mostLooks: 0);
        idle.JoinAll(default);
        Assert.Equal(layout.Nets.Length, layout.SetAside);
        Assert.Empty(layout.Copper().Tracks);

        using var insertion = new SocketInsertion(layout, mostLooks: 1_000_000);
        Assert.InRange(insertion.JoinAll(default), 1, 1_000_000);
        Assert.Equal(0, layout.SetAside);
        Assert.True(layout.IsJoined);
        Assert.Empty(layout.Copper().Unconnected);
    }
}
