namespace MakeDevice.Routing.Lattice;

/// <summary>A piece of a net that is to be joined.</summary>
/// <param name="Net">Index of the net.</param>
/// <param name="Socket">Where it has no copper yet: the socket; else negative.</param>
/// <param name="States">Its copper, or where the socket may begin.</param>
internal sealed record Piece(int Net, int Label, int Socket, int[] States);

/// <summary>The track of a branch that is to be laid again.</summary>
/// <param name="Net">Index of the net.</param>
/// <param name="Label">Of the piece that hangs on it.</param>
/// <param name="Loose">Its own label, see <see cref="Claim.Loose"/>.</param>
/// <param name="States">From the piece on, both ends included.</param>
/// <param name="IsEntry">It goes on to the bus.</param>
internal sealed record LooseTrack(int Net, int Label, int Loose, int[] States, bool IsEntry);

/// <summary>A branch that is to be laid again.</summary>
/// <param name="Piece">What hangs on the track.</param>
internal sealed record Branch(Piece Piece, LooseTrack Track);

/// <summary>A way from a piece to another of its net, or to the bus.</summary>
/// <param name="States">From the piece on.</param>
/// <param name="Label">The piece it leads to.</param>
/// <param name="Socket">A socket without copper that it leads to; negative for none.</param>
/// <param name="IsEntry">It goes on to the bus.</param>
internal sealed record LatticePath(int[] States, int Label, int Socket, bool IsEntry);
