using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Azure.Functions.Worker;

namespace MakeDevice.Functions.Http.OpenApi;

/// <summary>
/// Makes the API's description (OpenAPI 3.1.0) from the functions: their routes, verbs and access come from the triggers themselves, words, bodies and
/// examples from <c>operations.json</c>. A function that is not described there is an error, and so is a description without a function.
/// </summary>
internal static partial class OpenApiDocument
{
    private const string Words = "openapi/operations.json";

    /// <summary>What follows from HTTP: HEAD is GET without its body, OPTIONS is the browser's own.</summary>
    private static readonly string[] Untold = ["options", "head"];

    /// <exception cref="InvalidOperationException">Functions and descriptions are not the same.</exception>
    public static byte[] Of(Assembly functions)
    {
        using var stream = typeof(OpenApiDocument).Assembly.GetManifestResourceStream(Words)!;
        var document = JsonNode.Parse(stream)!.AsObject();
        var described = document["operations"]!.AsObject();
        document.Remove("operations");
        document["info"]!["version"] = functions.GetName().Version?.ToString(3) ?? "0.0.0";
        var paths = new JsonObject();
        foreach (var function in HttpFunctions(functions).OrderBy(function => Order(described, function.Name)))
        {
            if (!described.TryGetPropertyValue(function.Name, out var words))
            {
                throw new InvalidOperationException($"The function {function.Name} is not described.");
            }

            described.Remove(function.Name);
            if (words is JsonObject operation)
            {
                Add(paths, function, operation);
            }
        }

        document["paths"] = paths;
        return described.Count == 0
            ? System.Text.Encoding.UTF8.GetBytes(document.ToJsonString())
            : throw new InvalidOperationException($"There are no functions {string.Join(", ", described.Select(entry => entry.Key))}.");
    }

    private static int Order(JsonObject described, string name) => described.Select((entry, index) => (entry.Key, index)).FirstOrDefault(entry => entry.Key == name).index;

    private static IEnumerable<HttpFunction> HttpFunctions(Assembly assembly) =>
        from type in assembly.GetExportedTypes()
        from method in type.GetMethods()
        let function = method.GetCustomAttribute<FunctionAttribute>()
        let trigger = method.GetParameters().Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>()).FirstOrDefault(found => found is not null)
        where function is not null && trigger is not null
        select new HttpFunction(function.Name, trigger);

    private static void Add(JsonObject paths, HttpFunction function, JsonObject operation)
    {
        var path = "/" + (function.Trigger.Route ?? function.Name).TrimStart('/');
        operation["operationId"] = function.Name;
        AddPathParameters(operation, path);
        if (function.Trigger.AuthLevel != AuthorizationLevel.Anonymous)
        {
            operation["security"] = new JsonArray(new JsonObject { ["functionKey"] = new JsonArray() });
        }

        if (paths[path] is null)
        {
            paths[path] = new JsonObject();
        }

        foreach (var verb in (function.Trigger.Methods ?? ["get"]).Where(verb => !Untold.Contains(verb, StringComparer.OrdinalIgnoreCase)))
        {
            paths[path]![verb.ToLowerInvariant()] = operation.DeepClone();
        }
    }

    /// <summary>What stands in braces in a route is a parameter, described or not.</summary>
    private static void AddPathParameters(JsonObject operation, string path)
    {
        var parameters = operation["parameters"]?.AsArray() ?? [];
        operation["parameters"] = parameters;
        foreach (var name in Parameter().Matches(path).Select(match => match.Groups[1].Value))
        {
            var told = parameters.FirstOrDefault(parameter => parameter!["name"]!.GetValue<string>() == name)?.AsObject();
            if (told is null)
            {
                parameters.Add(told = new JsonObject { ["name"] = name });
            }

            told["in"] = "path";
            told["required"] = true;
            told["schema"] ??= new JsonObject { ["type"] = "string" };
        }
    }

    [GeneratedRegex(@"\{\*?(\w+)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Parameter();

    private sealed record HttpFunction(string Name, HttpTriggerAttribute Trigger);
}
