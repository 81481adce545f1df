using Azure.Core.Serialization;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Options of the worker.</summary>
public class WorkerOptions
{
    private object? _serializer;

    /// <summary>Serialises HTTP bodies and durable payloads; null means System.Text.Json with the registered <c>JsonSerializerOptions</c>.</summary>
    public ObjectSerializer? Serializer
    {
        get => (ObjectSerializer?)_serializer;
        set => _serializer = value;
    }

    /// <summary>Asking this loads no Azure assembly.</summary>
    internal bool HasSerializer => _serializer is not null;
}
