using System.Collections.Immutable;
using MakeDevice.Routing.Modules;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Electrical;

/// <summary>
/// Where a net's current comes from, and what each module draws. The source is the first socket, in order of ids, of a module whose metadata names the net among its
/// sources; else of a brain; else of a connector, which may reach over the board's edge; else the net's first socket.
/// </summary>
/// <param name="Modules">Of the board, by index; empty where nothing is known of them.</param>
internal sealed record NetSources(ImmutableArray<PlacedModule> Modules, ElectricalRules Rules)
{
    public BoardSocket SourceOf(IEnumerable<BoardSocket> net) => net.OrderBy(Rank).ThenBy(socket => socket.Id).First();

    /// <summary>What a module draws of a supply net, amperes.</summary>
    public double CurrentOf(int module) => (SupplyOf(module).CurrentMa ?? Rules.ModuleCurrentMa) / 1_000;

    private int Rank(BoardSocket socket)
    {
        var supply = SupplyOf(socket.Module);
        return supply.Sources.Contains(socket.Net) ? 0 : supply.IsBrain ? 1 : IsConnector(socket.Module) ? 2 : 3;
    }

    private bool IsConnector(int module) => module < Modules.Length && (Modules[module].Package.CanExtendToBoardEdge || Modules[module].Package.HasConnectorOutline);

    private ModuleSupply SupplyOf(int module) => module < Modules.Length ? Modules[module].Package.Supply : ModuleSupply.Unknown;
}
