namespace MakeDevice.Routing.Tests.Electrical;

/// <summary>A second method: the potential in a sheet on a fine square grid, by conjugate gradients.</summary>
internal static class FiniteDifferences
{
    /// <summary>Squares between the left and the right side of a rectangle, both on one potential each; millimetres.</summary>
    /// <param name="isCopper">Tells of a cell's centre.</param>
    public static double Squares(double left, double right, double bottom, double top, double step, Func<double, double, bool> isCopper)
    {
        int columns = (int)Math.Round((right - left) / step), rows = (int)Math.Round((top - bottom) / step);
        var copper = new bool[rows, columns];
        for (var i = 0; i < rows * columns; i++)
        {
            copper[i / columns, i % columns] = isCopper(left + (i % columns + 0.5) * step, bottom + (i / columns + 0.5) * step);
        }

        // A volt at the left, ground at the right, each half a cell from the first centres: conductance 2.
        var x = Solve(rows, columns, copper);
        return 1 / Enumerable.Range(0, rows).Where(row => copper[row, 0]).Sum(row => 2 * (1 - x[row * columns]));
    }

    private static double[] Solve(int rows, int columns, bool[,] copper)
    {
        var (x, b) = (new double[rows * columns], new double[rows * columns]);
        for (var row = 0; row < rows; row++)
        {
            b[row * columns] = copper[row, 0] ? 2 : 0;
        }

        var r = (double[])b.Clone();
        var p = (double[])r.Clone();
        var before = Dot(r, r);
        for (var i = 0; i < 20_000 && before > 1e-18; i++)
        {
            var q = Multiply(p, rows, columns, copper);
            var alpha = before / Dot(p, q);
            for (var k = 0; k < x.Length; k++)
            {
                x[k] += alpha * p[k];
                r[k] -= alpha * q[k];
            }

            var after = Dot(r, r);
            for (var k = 0; k < x.Length; k++)
            {
                p[k] = r[k] + after / before * p[k];
            }

            before = after;
        }

        return x;
    }

    private static double[] Multiply(double[] p, int rows, int columns, bool[,] copper)
    {
        var q = new double[p.Length];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                var at = row * columns + column;
                q[at] += copper[row, column] && column is 0 ? 2 * p[at] : 0;
                q[at] += copper[row, column] && column == columns - 1 ? 2 * p[at] : 0;
                Join(row, column, row, column + 1, at, at + 1);
                Join(row, column, row + 1, column, at, at + columns);
            }
        }

        return q;

        void Join(int row, int column, int toRow, int toColumn, int a, int b)
        {
            if (toRow < rows && toColumn < columns && copper[row, column] && copper[toRow, toColumn])
            {
                q[a] += p[a] - p[b];
                q[b] += p[b] - p[a];
            }
        }
    }

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();
}
