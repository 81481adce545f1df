using System.Collections.Immutable;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Gerber.Plotting;
using MakeDevice.Routing.Projects;
using MakeDevice.Routing.Verification;

namespace MakeDevice.Routing.Electrical;

/// <summary>Measures nets of the final copper, each when it is first asked for: resistances, necks, capacitance, and what its modules' currents do to a supply net.</summary>
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
    private readonly ImmutableArray<Net> _nets;

    private ElectricalAnalysis(VerifiedCopper copper, NetSources sources)
    {
        (_copper, _sources, _conductors) = (copper, sources, new(copper, sources.Rules));
        var sockets = Enumerable.Range(0, copper.Input.Sockets.Length).Select(_conductors.NodeOf).ToArray();
        _conductors.Close();
        (_resistors, var nodes, var nodeOf) = _conductors.Network.Close();
        _nodes = [.. sockets.Select(node => node is { } old ? nodeOf[old] : (int?)null)];
        (_pieceOfNode, _numberInPiece, _nodesOfPiece) = Number(_resistors, nodes);
        _byPiece = Enumerable.Range(0, _resistors.Count).ToLookup(i => _pieceOfNode[_resistors[i].A]);
        _nets =
        [
            .. copper.Input.Sockets.GroupBy(socket => socket.Net, StringComparer.Ordinal).Where(net => net.Count() > 1)
                .OrderBy(net => net.Key, StringComparer.Ordinal).Select(net => new Net(this, net)),
        ];
    }

    /// <param name="copper">Made when it is first asked for: by the check that comes first of all that look at it.</param>
    /// <returns>Null where a layer is so complex that the check of the copper refuses it, too.</returns>
    public static ElectricalAnalysis? Of(Lazy<VerifiedCopper> copper, NetSources sources)
    {
        try
        {
            return new(copper.Value, sources);
        }
        catch (PlotLimitException)
        {
            return null;
        }
    }

    /// <summary>All nets.</summary>
    public ElectricalReport Report() => new([.. _nets.Select(Measure)], _sources.Rules, true);

    /// <summary>What becomes of those supply nets that are asked for; little of the work for a whole report.</summary>
    /// <returns>In ordinal order of names.</returns>
    public IEnumerable<(string Net, SupplyElectrical Supply)> SuppliesOf(Func<string, bool> isAsked) =>
        from net in _nets where isAsked(net.Name) && net.Supply is not null select (net.Name, net.Supply);

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

    private NetElectrical Measure(Net net)
    {
        var capacitance = net.Sockets.Select(socket => _copper.SocketItems[socket.Id]).OfType<int>().Select(_copper.Pieces.PieceOf).Distinct().Sum(_conductors.CapacitanceOf);
        if (net.Piece is not { } piece)
        {
            return new(net.Name, net.IsPower, net.Source, [.. net.Others.Select(socket => new SocketElectrical(socket, null, null))], null, capacitance, null);
        }

        var (sockets, neck) = Resistances(piece, net.Others);
        return new(net.Name, net.IsPower, net.Source, sockets, neck, capacitance, net.Supply);
    }

    /// <summary>The copper that a socket lies in, as a network with the socket on ground; null where it lies in none.</summary>
    private Piece? PieceOf(BoardSocket source)
    {
        if (_nodes[source.Id] is not { } ground)
        {
            return null;
        }

        var resistors = _byPiece[_pieceOfNode[ground]].Select(i => _resistors[i])
            .Select(resistor => resistor with { A = _numberInPiece[resistor.A], B = _numberInPiece[resistor.B] }).ToImmutableArray();
        var (nodes, start) = (_nodesOfPiece[_pieceOfNode[ground]], _numberInPiece[ground]);
        return new(ground, nodes, start, resistors);
    }

    private (ImmutableArray<SocketElectrical> Sockets, NeckElectrical? Neck) Resistances(Piece piece, ImmutableArray<BoardSocket> others)
    {
        var sockets = ImmutableArray.CreateBuilder<SocketElectrical>(others.Length);
        NeckElectrical? neck = null;
        foreach (var socket in others)
        {
            if (NumberOf(socket, piece.Ground) is not { } node)
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
    private SupplyElectrical SupplyOf(Piece piece, BoardSocket source, ImmutableArray<BoardSocket> others)
    {
        var counts = others.CountBy(socket => socket.Module).ToDictionary();
        var loads = others.Where(socket => socket.Module != source.Module)
            .Select(socket => (Socket: socket, Node: NumberOf(socket, piece.Ground), Current: _sources.CurrentOf(socket.Module) / counts[socket.Module]))
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

    /// <summary>A net, and what was worked out of it so far.</summary>
    private sealed class Net
    {
        private readonly Lazy<Piece?> _piece;
        private readonly Lazy<SupplyElectrical?> _supply;

        public Net(ElectricalAnalysis analysis, IGrouping<string, BoardSocket> sockets)
        {
            (Name, Sockets, Source) = (sockets.Key, [.. sockets], analysis._sources.SourceOf(sockets));
            Others = [.. Sockets.Where(socket => socket.Id != Source.Id).OrderBy(socket => socket.Id)];
            IsPower = analysis._copper.Input.Rules.IsPower(Name);
            _piece = new(() => analysis.PieceOf(Source));
            _supply = new(() => IsPower && Piece is { } piece ? analysis.SupplyOf(piece, Source, Others) : null);
        }

        public string Name { get; }

        public bool IsPower { get; }

        public ImmutableArray<BoardSocket> Sockets { get; }

        public BoardSocket Source { get; }

        /// <summary>All others, in order of their ids.</summary>
        public ImmutableArray<BoardSocket> Others { get; }

        /// <summary>The copper that its source lies in; null where that is none.</summary>
        public Piece? Piece => _piece.Value;

        /// <inheritdoc cref="NetElectrical.Supply"/>
        public SupplyElectrical? Supply => _supply.Value;
    }

    /// <summary>Copper that hangs together, with one of its nodes on ground.</summary>
    private sealed class Piece(int ground, int nodes, int start, ImmutableArray<Resistor> resistors)
    {
        private readonly Lazy<double[]> _lengths = new(() => ShortestWays.From(start, nodes, resistors));

        /// <summary>The node on ground, of the whole board's network.</summary>
        public int Ground => ground;

        public NetworkSolver Solver { get; } = new(nodes, resistors, start);

        /// <summary>Its resistors whose current has a limit.</summary>
        public ImmutableArray<Resistor> Limited { get; } = [.. resistors.Where(resistor => double.IsFinite(resistor.Limit))];

        /// <summary>Shortest ways from the ground to its nodes, nanometres.</summary>
        public double[] Lengths => _lengths.Value;
    }
}
