using System.Text.Json;
using MakeDevice.StandInHost.Rpc;

namespace MakeDevice.StandInHost;

/// <summary>A function as the worker describes it: one trigger, and what else it binds.</summary>
/// <param name="Trigger">Type of the trigger's binding, such as <c>httpTrigger</c>.</param>
/// <param name="Parameter">Name of the parameter that the trigger binds.</param>
/// <param name="Client">Name of the parameter that takes the durable client; null for none.</param>
/// <param name="Route">Route of an HTTP function, methods and level of access beside it.</param>
/// <param name="Schedule">Six-field cron expression of a timer.</param>
public sealed record HostedFunction(
    string Name, string Id, string Trigger, string Parameter, string? Client, string? Route, IReadOnlyList<string> Methods, string? Access, string? Schedule)
{
    internal static HostedFunction Of(FunctionMetadata metadata)
    {
        JsonElement[] bindings = [.. metadata.RawBindings.Select(raw => JsonDocument.Parse(raw).RootElement)];
        var trigger = bindings.Single(binding => Text(binding, "type")!.EndsWith("Trigger", StringComparison.OrdinalIgnoreCase));
        var client = bindings.FirstOrDefault(binding => Text(binding, "type") == "durableClient");
        return new HostedFunction(
            metadata.Name,
            metadata.FunctionId,
            Text(trigger, "type")!,
            Text(trigger, "name")!,
            client.ValueKind == JsonValueKind.Object ? Text(client, "name") : null,
            Text(trigger, "route"),
            trigger.TryGetProperty("methods", out var methods) ? [.. methods.EnumerateArray().Select(method => method.GetString()!)] : [],
            Text(trigger, "authLevel"),
            Text(trigger, "schedule"));
    }

    private static string? Text(JsonElement binding, string property) =>
        binding.EnumerateObject().FirstOrDefault(p => p.Name.Equals(property, StringComparison.OrdinalIgnoreCase)).Value is { ValueKind: JsonValueKind.String } value
            ? value.GetString()
            : null;
}
