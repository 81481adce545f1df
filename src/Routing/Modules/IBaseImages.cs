namespace MakeDevice.Routing.Modules;

/// <summary>Where the base images of brains come from, and the operator's map of them: a folder here, a blob container in the function app.</summary>
public interface IBaseImages
{
    /// <summary>Largest image, bytes.</summary>
    const int MaxBytes = 16 * 1024 * 1024;

    /// <summary>What it is called in a sentence: <c>the folder firmware</c>.</summary>
    string Place { get; }

    /// <summary>A file's bytes, or null where there is none of that name.</summary>
    /// <param name="name">A plain file name.</param>
    /// <exception cref="BaseImageException">It is there and cannot be read, or is larger than <see cref="MaxBytes"/>.</exception>
    /// <exception cref="IOException">A storage failed that may answer the next time.</exception>
    ValueTask<ReadOnlyMemory<byte>?> ReadAsync(string name, CancellationToken cancellationToken);
}

/// <summary>A base image, or the map of them, is there and cannot be used; the message says so in words.</summary>
public sealed class BaseImageException(string message) : Exception(message);
