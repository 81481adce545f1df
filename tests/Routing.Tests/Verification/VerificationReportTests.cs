using System.Text;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Issues;
using MakeDevice.Routing.Verification;

namespace MakeDevice.Routing.Tests.Verification;

/// <summary>The report as readers get it: every property of the JSON, the order of findings, the issues made of them.</summary>
public sealed class VerificationReportTests
{
    [Fact]
    public void Every_measure_is_in_the_json_and_what_was_not_measured_is_not()
    {
        Finding[] findings =
        [
            new(FindingKind.EdgeClearance, Severity.Error, CopperLayer.Back, new(1_234_560, -1), ["A", "B"], 123_456.7, 300_000, "too near"),
            new(FindingKind.HoleWithoutCopper, Severity.Warning, null, default, [], null, null, "bare"),
        ];
        var report = new VerificationReport(
            [.. findings],
            [new("A", 3, 2, 150_000, 1_500_000, 4), new("B", 1, 1, null, 0, 0)],
            [new(CopperLayer.Front, 5, 125_000, 62_500, 300_000), new(CopperLayer.Back, 0, null, null, null)],
            new(7, 2, 130_000, 210_000, 250_000, 50_000));
        Assert.Equal(
            """
            {
              "passed": false,
              "errors": 1,
              "warnings": 1,
              "findings": [
                {
                  "kind": "edge-clearance",
                  "severity": "error",
                  "layer": "B_Cu",
                  "x": 1.2346,
                  "y": 0.0000,
                  "nets": [
                    "A",
                    "B"
                  ],
                  "measured": 0.1235,
                  "required": 0.3,
                  "message": "too near"
                },
                {
                  "kind": "hole-without-copper",
                  "severity": "warning",
                  "x": 0,
                  "y": 0,
                  "nets": [],
                  "message": "bare"
                }
              ],
              "nets": [
                {
                  "net": "A",
                  "sockets": 3,
                  "pieces": 2,
                  "clearance": 0.15,
                  "length": 1.5,
                  "vias": 4
                },
                {
                  "net": "B",
                  "sockets": 1,
                  "pieces": 1,
                  "length": 0,
                  "vias": 0
                }
              ],
              "layers": [
                {
                  "layer": "F_Cu",
                  "pieces": 5,
                  "clearance": 0.125,
                  "moduleClearance": 0.0625,
                  "edgeClearance": 0.3
                },
                {
                  "layer": "B_Cu",
                  "pieces": 0
                }
              ],
              "holes": {
                "plated": 7,
                "nonPlated": 2,
                "toCopper": 0.13,
                "nonPlatedToCopper": 0.21,
                "between": 0.25,
                "annularRing": 0.05
              }
            }
            """,
            Encoding.UTF8.GetString(ReportWriter.Write(report)));
    }

    [Fact]
    public void Errors_come_first_then_kinds_layers_and_places()
    {
        var report = TestBoard.Good()
            .Plated(5, -6, 0.5).Plated(-5, -6, 0.5)
            .Track("SDA", CopperLayer.Front, 0.1, (0, 0), (0, -2)).Track("SDA", CopperLayer.Front, 0.11, (0, -2), (1, -2))
            .Via("SDA", 0, -2, 0.35)
            .NonPlated(0, 6.5, 0.2).NonPlated(0, 6.8, 0.2).NonPlated(1, 6.8, 0.2).NonPlated(1, 6.5, 0.2)
            .Verify();
        Assert.Equal(
            [
                (FindingKind.HoleToHole, null), (FindingKind.HoleToHole, null), (FindingKind.AnnularRing, CopperLayer.Front), (FindingKind.AnnularRing, CopperLayer.Back),
                (FindingKind.TrackWidth, CopperLayer.Front), (FindingKind.TrackWidth, CopperLayer.Front), (FindingKind.HoleWithoutCopper, null), (FindingKind.HoleWithoutCopper, (CopperLayer?)null),
            ],
            report.Findings.Select(finding => (finding.Kind, finding.Layer)));
        Assert.Equal([-5_000_000, 5_000_000], report.Findings.TakeLast(2).Select(finding => finding.At.X));
        Assert.Equal(["kind=hole-to-hole count=2", "kind=annular-ring count=2", "kind=track-width count=2"], report.Issues.Select(issue => issue.Fields[..issue.Fields.IndexOf(" first", StringComparison.Ordinal)]));
    }
}
