using MakeDevice.Functions.Telemetry;
using Microsoft.Extensions.Configuration;

namespace MakeDevice.Functions.Tests.Telemetry;

/// <summary>What Application Insights gets of all traces follows the variables that hold for OTLP.</summary>
public class SamplingTests
{
    [Theory]
    [InlineData(null, null, 1)]
    [InlineData("parentbased_traceidratio", "0.1", 0.1)]
    [InlineData("traceidratio", "0", 0)]
    [InlineData("traceidratio", "7", 1)]
    [InlineData("traceidratio", "0,5", 1)]
    [InlineData("traceidratio", "some", 1)]
    [InlineData("traceidratio", null, 1)]
    [InlineData("always_off", null, 0)]
    [InlineData("parentbased_always_off", "1", 0)]
    [InlineData("always_on", "0", 1)]
    public void A_ratio_is_what_the_variables_say_and_all_where_they_say_nothing(string? sampler, string? argument, float ratio)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["OTEL_TRACES_SAMPLER"] = sampler, ["OTEL_TRACES_SAMPLER_ARG"] = argument })
            .Build();
        Assert.Equal(ratio, OpenTelemetryExport.SamplingRatio(configuration));
    }
}
