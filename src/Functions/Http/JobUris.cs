namespace MakeDevice.Functions.Http;

/// <summary>
/// The URLs of a job. They point at this app's own endpoints, which take a function key in a header, so none of them carries a key; the one
/// that only the durable management API has (raising an event) is given without its key.
/// </summary>
/// <param name="origin">Scheme and host as the client sees them, <see cref="ForwardedOrigin"/>.</param>
internal sealed class JobUris(string origin, string id)
{
    public string Job => $"{origin}/api/jobs/{id}";

    public string Terminate => $"{Job}/terminate?reason={{text}}";

    public string History => $"{Job}/history";

    public string Artifacts => $"{Job}/artifacts";

    public string SendEvent => $"{origin}/runtime/webhooks/durabletask/instances/{id}/raiseEvent/{{eventName}}";

    public string Artifact(string name) => $"{Artifacts}/{Uri.EscapeDataString(name)}";

    public string Preview(string face) => $"{Job}/preview/{face}.svg";

    public StartedJob Started() =>
        new(id, Job, SendEvent, Terminate, History, Artifacts, Preview(PreviewFunction.Front), Preview(PreviewFunction.Back));
}
