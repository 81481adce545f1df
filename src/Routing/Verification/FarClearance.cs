namespace MakeDevice.Routing.Verification;

/// <summary>Distances of nets that have no foreign copper within the reach of the clearance check: looked for in ever larger surroundings.</summary>
internal sealed class FarClearance(VerifiedCopper copper)
{
    private readonly Lazy<ILookup<int, int>> _itemsOfPiece =
        new(() => Enumerable.Range(0, copper.Pieces.Items.Length).ToLookup(copper.Pieces.PieceOf));

    private readonly List<int> _near = [];

    /// <summary>Least distance of some pieces from copper of others, a module's own within itself aside; null where there is none.</summary>
    public double? Of(IReadOnlyList<int> pieces)
    {
        var own = pieces.SelectMany(piece => _itemsOfPiece.Value[piece]).ToList();
        var farthest = copper.Input.Board.Width + copper.Input.Board.Height;
        for (var reach = 2 * copper.Reach; reach / 2 < farthest; reach *= 2)
        {
            var least = own.Aggregate((double)reach, (limit, item) => Within(item, reach, limit, pieces));
            if (least < reach)
            {
                return least;
            }
        }

        return null;
    }

    private double Within(int item, long reach, double limit, IReadOnlyList<int> pieces)
    {
        copper.Pieces.Candidates(copper.Item(item).Layer, copper.Item(item).Bounds.Inflate(reach), _near);
        foreach (var other in _near)
        {
            if (!pieces.Contains(copper.Pieces.PieceOf(other)) && !copper.WithinOneModule(item, other))
            {
                limit = Math.Min(limit, copper.Item(item).DistanceTo(copper.Item(other), Math.Ceiling(limit)));
            }
        }

        return limit;
    }
}
