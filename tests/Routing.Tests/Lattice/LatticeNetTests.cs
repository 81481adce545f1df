using MakeDevice.Routing.Lattice;
using MakeDevice.Routing.Planning;

namespace MakeDevice.Routing.Tests.Lattice;

public class LatticeNetTests
{
    [Fact]
    public void A_piece_hangs_on_all_that_lies_between_it_and_the_bus()
    {
        var net = Net();
        int trunk = net.NewPiece(), branch = net.NewPiece(), tip = net.NewPiece();
        net.Hang(trunk, LatticeNet.Root);
        net.Hang(branch, trunk);
        net.Hang(tip, branch);

        Assert.True(net.HangsOn(tip, trunk));
        Assert.True(net.HangsOn(branch, trunk));
        Assert.False(net.HangsOn(trunk, tip));
        Assert.False(net.HangsOn(LatticeNet.Root, trunk));
    }

    [Fact]
    public void A_piece_that_was_hung_elsewhere_no_longer_hangs_on_what_it_left()
    {
        var net = Net();
        int trunk = net.NewPiece(), branch = net.NewPiece();
        net.Hang(trunk, LatticeNet.Root);
        net.Hang(branch, trunk);
        net.Hang(branch, LatticeNet.Root);

        Assert.False(net.HangsOn(branch, trunk));
        Assert.Equal(LatticeNet.Root, net.HungOn(branch));
    }

    [Fact]
    public void Pieces_that_hang_on_others_become_one_with_them_and_the_bus()
    {
        var net = Net();
        int trunk = net.NewPiece(), branch = net.NewPiece(), other = net.NewPiece();
        net.Hang(branch, trunk);
        net.Hang(trunk, LatticeNet.Root);
        net.JoinHanging();

        Assert.Equal(LatticeNet.Root, net.PieceOf(branch));
        Assert.Equal(LatticeNet.Root, net.PieceOf(trunk));
        Assert.Equal(other, net.PieceOf(other));
        Assert.False(net.HangsOn(other, trunk));
    }

    private static LatticeNet Net() => new(new PlannedNet(1, "SDA", Side.Left, 0), [], blocks: 1);
}
