using System.Net;
using System.Text;
using MakeDevice.Functions.Modules;
using MakeDevice.Routing;
using MakeDevice.Routing.Editor;
using MakeDevice.Routing.Geometry;
using MakeDevice.Routing.Modules;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace MakeDevice.Functions.Http;

/// <summary><c>GET /api/modules</c>: the library as an editor needs it; <c>GET /api/modules/{key}/picture.svg</c>: a module as it looks.</summary>
public sealed class ModuleFunctions(ModuleSource modules, ClientLimiter limiter, HttpReplies replies)
{
    [Function("ListModules")]
    public Task<HttpResponseData> ListAsync(
        [HttpTrigger(Access.Browser, "get", "head", Route = "api/modules")] HttpRequestData request, FunctionContext context) =>
        replies.GuardedAsync(request, () => ListModulesAsync(request, context.CancellationToken));

    [Function("GetModulePicture")]
    public Task<HttpResponseData> PictureAsync(
        [HttpTrigger(Access.Browser, "get", "head", Route = "api/modules/{key}/picture.svg")] HttpRequestData request, string key, FunctionContext context) =>
        replies.GuardedAsync(request, () => SendPictureAsync(request, key, context.CancellationToken));

    private async Task<HttpResponseData> ListModulesAsync(HttpRequestData request, CancellationToken cancellationToken)
    {
        if (await limiter.RefuseAsync(request) is { } refusal)
        {
            return refusal;
        }

        var told = new List<ModuleEntry>();
        var problems = new List<string>();
        foreach (var key in await modules.Library.ListAsync(cancellationToken))
        {
            try
            {
                if (await modules.Library.FindAsync(key, cancellationToken) is { } package)
                {
                    told.Add(ModuleEntry.Of(package));
                }
            }
            catch (ModulePackageException e)
            {
                // One package that cannot be read must not hide the others.
                problems.Add(e.Issue.ToString());
            }
        }

        return await replies.JsonAsync(request, HttpStatusCode.OK, new ModuleList([.. told], [.. problems]), EditorJson.Default.ModuleList);
    }

    private async Task<HttpResponseData> SendPictureAsync(HttpRequestData request, string key, CancellationToken cancellationToken)
    {
        if (await limiter.RefuseAsync(request) is { } refusal)
        {
            return refusal;
        }

        if (!ModuleKey.TryParse(key, out var module) || await FindAsync(module, cancellationToken) is not { } package)
        {
            return await replies.ErrorAsync(request, HttpStatusCode.NotFound, "MODULE_NOT_FOUND", "The library has no such module, or it cannot be read.");
        }

        var side = request.Query["side"] == "back" ? CopperLayer.Back : CopperLayer.Front;
        return await replies.KeptAsync(
            request, $"\"{package.ContentHash}-{side}\"", "public, max-age=60", "image/svg+xml", () => Encoding.UTF8.GetBytes(BoardStages.Picture(package, side).Svg));
    }

    private async Task<ModulePackage?> FindAsync(ModuleKey key, CancellationToken cancellationToken)
    {
        try
        {
            return await modules.Library.FindAsync(key, cancellationToken);
        }
        catch (ModulePackageException)
        {
            return null;
        }
    }
}
