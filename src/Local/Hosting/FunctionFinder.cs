using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using Microsoft.Azure.Functions.Worker;

namespace MakeDevice.Local.Hosting;

/// <summary>What starts a function.</summary>
internal enum TriggerKind
{
    None,
    Http,
    Orchestration,
    Activity,
    Timer,
}

/// <summary>
/// Finds functions in an assembly's metadata, so that no type is loaded: a host that answers a status request has loaded neither the
/// routing core nor what only a storage needs.
/// </summary>
internal static class FunctionFinder
{
    private const string AttributeNamespace = "Microsoft.Azure.Functions.Worker";
    private const int NoNamedArguments = sizeof(ushort);

    /// <summary>Functions of the public classes in a namespace and those below it, in the order of the source.</summary>
    public static unsafe List<HostFunction> Find(Assembly assembly, string inNamespace)
    {
        if (!assembly.TryGetRawMetadata(out byte* metadata, out int length))
        {
            throw new InvalidOperationException($"The metadata of {assembly.GetName().Name} cannot be read.");
        }

        MetadataReader reader = new(metadata, length);
        List<HostFunction> found = [];
        foreach (CustomAttributeHandle handle in reader.CustomAttributes)
        {
            CustomAttribute attribute = reader.GetCustomAttribute(handle);
            if (attribute.Parent.Kind == HandleKind.MethodDefinition && IsNamed(reader, attribute, nameof(FunctionAttribute)))
            {
                MethodDefinitionHandle method = (MethodDefinitionHandle)attribute.Parent;
                if (IsVisible(reader, reader.GetMethodDefinition(method), inNamespace))
                {
                    found.Add(Function(assembly.ManifestModule, reader, method, Name(reader, attribute)));
                }
            }
        }

        return found;
    }

    private static HostFunction Function(Module module, MetadataReader reader, MethodDefinitionHandle handle, string name)
    {
        int token = MetadataTokens.GetToken(handle);
        Lazy<MethodInfo> method = new(() => (MethodInfo)module.ResolveMethod(token)!);
        (TriggerKind kind, bool isRenamed) = Trigger(reader, reader.GetMethodDefinition(handle));
        return new HostFunction(method, name, kind, isRenamed);
    }

    /// <returns>The trigger, and whether its attribute sets properties that only reflection reads.</returns>
    private static (TriggerKind Kind, bool HasProperties) Trigger(MetadataReader reader, MethodDefinition method)
    {
        foreach (CustomAttributeHandle handle in method.GetParameters().SelectMany(p => reader.GetParameter(p).GetCustomAttributes()))
        {
            CustomAttribute attribute = reader.GetCustomAttribute(handle);
            TriggerKind kind = TypeName(reader, attribute) switch
            {
                (AttributeNamespace, nameof(HttpTriggerAttribute)) => TriggerKind.Http,
                (AttributeNamespace, nameof(OrchestrationTriggerAttribute)) => TriggerKind.Orchestration,
                (AttributeNamespace, nameof(ActivityTriggerAttribute)) => TriggerKind.Activity,
                (AttributeNamespace, nameof(TimerTriggerAttribute)) => TriggerKind.Timer,
                _ => TriggerKind.None,
            };
            if (kind != TriggerKind.None)
            {
                BlobReader value = reader.GetBlobReader(attribute.Value);
                value.ReadUInt16();
                return (kind, value.RemainingBytes > NoNamedArguments || value.ReadUInt16() > 0);
            }
        }

        return (TriggerKind.None, false);
    }

    private static bool IsVisible(MetadataReader reader, MethodDefinition method, string inNamespace)
    {
        TypeDefinition type = reader.GetTypeDefinition(method.GetDeclaringType());
        TypeAttributes visibility = type.Attributes & TypeAttributes.VisibilityMask;
        bool isPublic = visibility == TypeAttributes.Public && (method.Attributes & MethodAttributes.MemberAccessMask) == MethodAttributes.Public;
        string name = reader.GetString(type.Namespace);
        return isPublic && (name == inNamespace || name.StartsWith(inNamespace + ".", StringComparison.Ordinal));
    }

    /// <summary>The attribute's one argument: a prolog, then a string (ECMA-335 II.23.3).</summary>
    private static string Name(MetadataReader reader, CustomAttribute attribute)
    {
        BlobReader value = reader.GetBlobReader(attribute.Value);
        value.ReadUInt16();
        return value.ReadSerializedString() ?? "";
    }

    private static bool IsNamed(MetadataReader reader, CustomAttribute attribute, string name) => TypeName(reader, attribute) == (AttributeNamespace, name);

    private static (string Namespace, string Name) TypeName(MetadataReader reader, CustomAttribute attribute)
    {
        EntityHandle type = attribute.Constructor.Kind == HandleKind.MethodDefinition
            ? reader.GetMethodDefinition((MethodDefinitionHandle)attribute.Constructor).GetDeclaringType()
            : reader.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent;
        switch (type.Kind)
        {
            case HandleKind.TypeDefinition:
                TypeDefinition definition = reader.GetTypeDefinition((TypeDefinitionHandle)type);
                return (reader.GetString(definition.Namespace), reader.GetString(definition.Name));
            case HandleKind.TypeReference:
                TypeReference reference = reader.GetTypeReference((TypeReferenceHandle)type);
                return (reader.GetString(reference.Namespace), reader.GetString(reference.Name));
            default:
                return ("", "");
        }
    }
}
