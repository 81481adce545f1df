using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Azure.Core.Serialization;
using Microsoft.DurableTask;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>
/// The worker's one serialiser, for HTTP bodies and durable payloads alike: the one set in <see cref="WorkerOptions"/>,
/// else System.Text.Json with the registered options (the real worker's default is case-insensitive property names).
/// </summary>
internal sealed class PayloadSerializer : DataConverter
{
    private readonly JsonSerializerOptions _json;
    private readonly WorkerOptions? _worker;

    public PayloadSerializer(JsonSerializerOptions json) => _json = json;

    public PayloadSerializer(IServiceProvider services)
    {
        _json = services.GetRequiredService<IOptions<JsonSerializerOptions>>().Value;
        WorkerOptions worker = services.GetRequiredService<IOptions<WorkerOptions>>().Value;
        _worker = worker.HasSerializer ? worker : null;
    }

    public static PayloadSerializer Of(FunctionContext context) => context.InstanceServices.GetRequiredService<PayloadSerializer>();

    public override string? Serialize(object? value) => value switch
    {
        null => null,
        _ when _worker is not null => CustomSerialize(value),
        _ => JsonSerializer.Serialize(value, _json),
    };

    public override object? Deserialize(string? data, Type targetType) => data switch
    {
        null => null,
        _ when _worker is not null => CustomDeserialize(data, targetType),
        _ => JsonSerializer.Deserialize(data, targetType, _json),
    };

    public ValueTask WriteAsync(Stream stream, object? value, Type type, CancellationToken cancellationToken) =>
        _worker is not null
            ? CustomWriteAsync(stream, value, type, cancellationToken)
            : new ValueTask(JsonSerializer.SerializeAsync(stream, value, type, _json, cancellationToken));

    public ValueTask<object?> ReadAsync(Stream stream, Type type, CancellationToken cancellationToken) =>
        _worker is not null
            ? CustomReadAsync(stream, type, cancellationToken)
            : JsonSerializer.DeserializeAsync(stream, type, _json, cancellationToken);

    // Azure.Core is loaded only by these methods, so not at all where no serialiser is set.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private string CustomSerialize(object value) => _worker!.Serializer!.Serialize(value, value.GetType()).ToString();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private object? CustomDeserialize(string data, Type type)
    {
        using MemoryStream stream = new(Encoding.UTF8.GetBytes(data), writable: false);
        return _worker!.Serializer!.Deserialize(stream, type, default);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ValueTask CustomWriteAsync(Stream stream, object? value, Type type, CancellationToken cancellationToken) =>
        _worker!.Serializer!.SerializeAsync(stream, value, type, cancellationToken);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ValueTask<object?> CustomReadAsync(Stream stream, Type type, CancellationToken cancellationToken) =>
        _worker!.Serializer!.DeserializeAsync(stream, type, cancellationToken);
}
