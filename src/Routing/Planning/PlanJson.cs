using System.Text.Json.Serialization;
using MakeDevice.Routing.Projects;

namespace MakeDevice.Routing.Planning;

/// <summary>Serialises the rules inside a plan without reflection.</summary>
[JsonSerializable(typeof(DesignRules))]
internal sealed partial class PlanJson : JsonSerializerContext;
