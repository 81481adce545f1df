using Microsoft.Azure.Functions.Worker.Http;

namespace MakeDevice.Functions.Http;

/// <summary>
/// The URLs of a job. They point at this app's own endpoints, which take a function key in a header, so none of them carries a key; the one
/// that only the durable management API has (raising an event) is given without its key.
/// </summary>
internal sealed class JobUris(HttpRequestData request, string id)
{
    private readonly string _origin = request.Url.GetLeftPart(UriPartial.Authority);

    public string Job => $"{_origin}/api/jobs/{id}";

    public string Terminate => $"{Job}/terminate?reason={{text}}";

    public string History => $"{Job}/history";

    public string Artifacts => $"{Job}/artifacts";

    public string SendEvent => $"{_origin}/runtime/webhooks/durabletask/instances/{id}/raiseEvent/{{eventName}}";

    public string Artifact(string name) => $"{Artifacts}/{Uri.EscapeDataString(name)}";

    public string Preview(string face) => $"{Job}/preview/{face}.svg";

    public StartedJob Started() =>
        new(id, Job, SendEvent, Terminate, History, Artifacts, Preview(Activities.PreviewFiles.Front), Preview(Activities.PreviewFiles.Back));
}
