using System.Text.Json.Serialization;

namespace MakeDevice.Routing.Editor;

/// <summary>What an editor is told, in the project's own frame: millimetres, y down.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ModuleList))]
[JsonSerializable(typeof(CheckReport))]
[JsonSerializable(typeof(CopperReport))]
public sealed partial class EditorJson : JsonSerializerContext;
