using Azure.Core.Serialization;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Options of the worker.</summary>
public class WorkerOptions
{
    /// <summary>Serialises HTTP bodies and durable payloads; null means System.Text.Json with the registered <c>JsonSerializerOptions</c>.</summary>
    public ObjectSerializer? Serializer { get; set; }
}
