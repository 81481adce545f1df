using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber.Plotting;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Verification;

namespace MakeDevice.Routing.Electrical;

/// <summary>Measures every net of the final copper: resistances, necks, capacitance, and what its modules' currents do to a supply net.</summary>
internal sealed class ElectricalAnalysis
{
    /// <summary>Less of a current does not decide about a neck.</summary>
    private const double LeastShare = 0.01;

    /// <summary>Of places that are alike but for rounding the first is told.</summary>
    private const double Alike = 1 - 1e-9;

    private readonly BoardConductors _conductors;
    private readonly NetSources _sources;
    private readonly VerifiedCopper _copper;
    private readonly int?[] _nodes;
    private readonly ILookup<int, int> _byPiece;
    private readonly List<Resistor> _resistors;
    private readonly int[] _pieceOfNode;
    private readonly int[] _numberInPiece;
    private readonly int[] _nodesOfPiece;

    private ElectricalAnalysis(VerifiedCopper copper, NetSources sources)
    {
        (_copper, _sources, _conductors) = (copper, sources, new(copper, sources.Rules));
        var sockets = Enumerable.Range(0, copper.Input.Sockets.Length).Select(_conductors.NodeOf).ToArray();
        _conductors.Close();
        (_resistors, var nodes, var nodeOf) = _conductors.Network.Close();
        _nodes = [.. sockets.Select(node => node is { } old ? nodeOf[old] : (int?)null)];
        (_pieceOfNode, _numberInPiece, _nodesOfPiece) = Number(_resistors, nodes);
        _byPiece = Enumerable.Range(0, _resistors.Count).ToLookup(i => _pieceOfNode[_resistors[i].A]);
    }

    /// <param name="copper">Made when it is first asked for: by the check that comes first of all that look at it.</param>
    /// <returns><see cref="ElectricalReport.None"/> where a layer is so complex that the check of the copper refuses it, too.</returns>
    public static ElectricalReport Run(Lazy<VerifiedCopper> copper, NetSources sources)
    {
        try
        {
            var analysis = new ElectricalAnalysis(copper.Value, sources);
            return new(
                [.. copper.Value.Input.Sockets.GroupBy(socket => socket.Net, StringComparer.Ordinal).Where(net => net.Count() > 1).OrderBy(net => net.Key, StringComparer.Ordinal).Select(analysis.Measure)],
                sources.Rules, true);
        }
        catch (PlotLimitException)
        {
            return ElectricalReport.None;
        }
    }

    /// <summary>What hangs together by resistors is a network of its own, with nodes numbered from 0; and how many each has, by the number of the piece.</summary>
    private static (int[] Piece, int[] Number, int[] Counts) Number(List<Resistor> resistors, int nodes)
    {
        var sets = new DisjointSets(nodes);
        foreach (var resistor in resistors)
        {
            sets.Join(resistor.A, resistor.B);
        }

        var (pieces, numbers, counts) = (new int[nodes], new int[nodes], new int[nodes]);
        for (var i = 0; i < nodes; i++)
        {
            pieces[i] = sets.Find(i);
            numbers[i] = counts[pieces[i]]++;
        }

        return (pieces, numbers, counts);
    }

    private NetElectrical Measure(IGrouping<string, BoardSocket> net)
    {
        var source = _sources.SourceOf(net);
        var isPower = _copper.Input.Rules.IsPower(net.Key);
        var others = net.Where(socket => socket.Id != source.Id).OrderBy(socket => socket.Id).ToList();
        var capacitance = net.Select(socket => _copper.SocketItems[socket.Id]).OfType<int>().Select(_copper.Pieces.PieceOf).Distinct().Sum(_conductors.CapacitanceOf);
        if (_nodes[source.Id] is not { } ground)
        {
            return new(net.Key, isPower, source, [.. others.Select(socket => new SocketElectrical(socket, null, null))], null, capacitance, null);
        }

        var resistors = _byPiece[_pieceOfNode[ground]].Select(i => _resistors[i])
            .Select(resistor => resistor with { A = _numberInPiece[resistor.A], B = _numberInPiece[resistor.B] }).ToImmutableArray();
        var (nodes, start) = (_nodesOfPiece[_pieceOfNode[ground]], _numberInPiece[ground]);
        var piece = new Piece(
            new(nodes, resistors, start), [.. resistors.Where(resistor => double.IsFinite(resistor.Limit))], ShortestWays.From(start, nodes, resistors));
        var (sockets, neck) = Resistances(piece, others, ground);
        return new(net.Key, isPower, source, sockets, neck, capacitance, isPower ? Supply(piece, source, others, ground) : null);
    }

    private (ImmutableArray<SocketElectrical> Sockets, NeckElectrical? Neck) Resistances(Piece piece, List<BoardSocket> others, int ground)
    {
        var sockets = ImmutableArray.CreateBuilder<SocketElectrical>(others.Count);
        NeckElectrical? neck = null;
        foreach (var socket in others)
        {
            if (NumberOf(socket, ground) is not { } node)
            {
                sockets.Add(new(socket, null, null));
                continue;
            }

            var potentials = piece.Solver.Solve([(node, 1)]);
            sockets.Add(new(socket, potentials[node], piece.Lengths[node]));
            foreach (var resistor in piece.Limited)
            {
                var current = Math.Abs(potentials[resistor.A] - potentials[resistor.B]) / resistor.Ohms;
                if (current > LeastShare && resistor.Limit / current < Alike * (neck?.Limit ?? double.MaxValue))
                {
                    neck = new(resistor.Width, resistor.Layer, resistor.At, resistor.Limit / current);
                }
            }
        }

        return (sockets.MoveToImmutable(), neck);
    }

    /// <summary>All modules but the source's draw their currents at once; a module with several sockets draws as much at each.</summary>
    private SupplyElectrical Supply(Piece piece, BoardSocket source, List<BoardSocket> others, int ground)
    {
        var counts = others.CountBy(socket => socket.Module).ToDictionary();
        var loads = others.Where(socket => socket.Module != source.Module)
            .Select(socket => (Socket: socket, Node: NumberOf(socket, ground), Current: _sources.CurrentOf(socket.Module) / counts[socket.Module]))
            .Where(load => load.Node is not null)
            .ToList();
        var potentials = piece.Solver.Solve(loads.Select(load => (load.Node!.Value, load.Current)));
        var worst = loads.Where(load => load.Current > 0).Select(load => (load.Socket, Drop: potentials[load.Node!.Value])).OrderByDescending(load => load.Drop).FirstOrDefault();
        NeckElectrical? hottest = null;
        var (most, current) = (0.0, 0.0);
        foreach (var resistor in piece.Limited)
        {
            var flows = Math.Abs(potentials[resistor.A] - potentials[resistor.B]) / resistor.Ohms;
            if (Alike * flows / resistor.Limit > most)
            {
                (most, current, hottest) = (flows / resistor.Limit, flows, new(resistor.Width, resistor.Layer, resistor.At, resistor.Limit));
            }
        }

        return new(loads.Sum(load => load.Current), worst.Drop, worst.Socket, hottest, current);
    }

    /// <summary>The socket's number in the network of the source; null where no copper joins them.</summary>
    private int? NumberOf(BoardSocket socket, int ground) =>
        _nodes[socket.Id] is { } node && _pieceOfNode[node] == _pieceOfNode[ground] ? _numberInPiece[node] : null;

    /// <param name="Limited">Its resistors whose current has a limit.</param>
    private sealed record Piece(NetworkSolver Solver, ImmutableArray<Resistor> Limited, double[] Lengths);
}
