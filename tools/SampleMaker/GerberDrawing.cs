using System.Globalization;
using System.Text;

namespace MakeDevice.SampleMaker;

/// <summary>Writes one Gerber X2 layer (Gerber Layer Format Specification 2024.05), format 4.6 in millimetres: its integers are nanometres.</summary>
internal sealed class GerberDrawing(string module, string version, string function, string? polarity)
{
    private readonly List<(string Definition, string? Function)> _apertures = [];
    private readonly StringBuilder _body = new();
    private int _current;
    private string _attributes = "";

    /// <summary>Sets the object attributes (%TO) of what follows, for instance <c>.N,GND</c>.</summary>
    public void Attributes(params string[] attributes)
    {
        var lines = string.Concat(attributes.Select(attribute => $"%TO{attribute}*%\n"));
        if (lines != _attributes)
        {
            _body.Append(_attributes.Length > 0 ? "%TD*%\n" : "").Append(lines);
            _attributes = lines;
        }
    }

    public void Flash(Spot at, string aperture, string? function = null)
    {
        Select(aperture, function);
        _body.Append(At(at)).Append("D03*\n");
    }

    public void Draw(IReadOnlyList<Spot> points, long width, string? function = null)
    {
        Select(Circle(width), function);
        _body.Append(At(points[0])).Append("D02*\n");
        foreach (var point in points.Skip(1))
        {
            _body.Append(At(point)).Append("D01*\n");
        }
    }

    /// <summary>A zero-length draw with a circle given in hundred-thousandths of a millimetre (docs/modules.md).</summary>
    public void Dot(Spot at, int hundredThousandths)
    {
        Select(string.Create(CultureInfo.InvariantCulture, $"C,0.{hundredThousandths:D5}"), null);
        _body.Append(At(at)).Append("D02*\n").Append(At(at)).Append("D01*\n");
    }

    public byte[] Finish()
    {
        var file = new StringBuilder();
        file.Append("%TF.GenerationSoftware,MakeDevice,SampleMaker,1.0*%\n");
        file.Append(CultureInfo.InvariantCulture, $"%TF.ProjectId,{module},{Guid(module)},{version}*%\n");
        file.Append("%TF.SameCoordinates,Original*%\n");
        file.Append(CultureInfo.InvariantCulture, $"%TF.FileFunction,{function}*%\n");
        file.Append(polarity is null ? "" : $"%TF.FilePolarity,{polarity}*%\n");
        file.Append("%FSLAX46Y46*%\n%MOMM*%\n%LPD*%\n");
        if (_apertures.Exists(aperture => aperture.Definition.StartsWith("Rounded", StringComparison.Ordinal)))
        {
            file.Append(RoundedMacro);
        }

        for (var i = 0; i < _apertures.Count; i++)
        {
            var (definition, use) = _apertures[i];
            file.Append(use is null ? "" : $"%TA.AperFunction,{use}*%\n");
            file.Append(CultureInfo.InvariantCulture, $"%ADD{i + 10}{definition}*%\n");
            file.Append(use is null ? "" : "%TD*%\n");
        }

        file.Append("G01*\n").Append(_body).Append(_attributes.Length > 0 ? "%TD*%\n" : "").Append("M02*\n");
        return Encoding.ASCII.GetBytes(file.ToString());
    }

    public static string Circle(long diameter) => $"C,{Mm(diameter)}";

    /// <summary>The aperture of a pad, grown by <paramref name="margin"/> on every side.</summary>
    public static string Aperture(PadShape shape, long width, long height, long margin = 0)
    {
        long w = width + 2 * margin, h = height + 2 * margin;
        return shape switch
        {
            PadShape.Round => Circle(w),
            PadShape.Rectangle => $"R,{Mm(w)}X{Mm(h)}",
            PadShape.Oblong => $"O,{Mm(w)}X{Mm(h)}",
            _ => $"RoundedPad,{Mm(w)}X{Mm(h)}X{Mm(Math.Min(width, height) / 4 + margin)}",
        };
    }

    // $1 x $2 with corners of radius $3: two bars and a disc in each corner.
    private const string RoundedMacro =
        "%AMRoundedPad*\n0 Width, height, corner radius*\n$4=$1/2-$3*\n$5=$2/2-$3*\n" +
        "21,1,$1,$2-2x$3,0,0,0*\n21,1,$1-2x$3,$2,0,0,0*\n" +
        "1,1,2x$3,$4,$5*\n1,1,2x$3,0-$4,$5*\n1,1,2x$3,0-$4,0-$5*\n1,1,2x$3,$4,0-$5*%\n";

    public static string Mm(long nanometres)
    {
        var text = (nanometres / 1_000_000m).ToString("0.0#####", CultureInfo.InvariantCulture);
        return text;
    }

    private void Select(string aperture, string? function)
    {
        var index = _apertures.IndexOf((aperture, function));
        if (index < 0)
        {
            index = _apertures.Count;
            _apertures.Add((aperture, function));
        }

        if (_current != index + 10)
        {
            _current = index + 10;
            _body.Append(CultureInfo.InvariantCulture, $"D{_current}*\n");
        }
    }

    private static string At(Spot p) => string.Create(CultureInfo.InvariantCulture, $"X{p.X}Y{p.Y}");

    // A stable id made of the module's name, as CAD tools do.
    private static string Guid(string name)
    {
        var hex = Convert.ToHexString(Encoding.ASCII.GetBytes(name.PadRight(16, '.')[..16])).ToLowerInvariant();
        return $"{hex[..8]}-{hex[8..12]}-4{hex[13..16]}-8{hex[17..20]}-{hex[20..32]}";
    }
}
