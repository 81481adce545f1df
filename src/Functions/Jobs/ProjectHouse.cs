using System.Text.Json;

namespace MakeDevice.Functions.Jobs;

/// <summary>Reads which fabrication house a stored project or panel is for, without the core.</summary>
internal static class ProjectHouse
{
    /// <returns>Empty where it names none.</returns>
    public static string Of(byte[] project)
    {
        using var document = JsonDocument.Parse(project.AsMemory(project.Length - JsonBytes.WithoutByteOrderMark(project).Length));
        return document.RootElement.TryGetProperty("pcbOptions", out var options) && options.ValueKind == JsonValueKind.Object
            && options.TryGetProperty("fabricationHouse", out var house) && house.ValueKind == JsonValueKind.String ? house.GetString()! : "";
    }
}
