using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using Microsoft.Azure.Functions.Worker;

namespace MakeDevice.Local.Hosting;

/// <summary>
/// Finds functions in an assembly's metadata, so that no type is loaded: a host that answers a status request has loaded neither the
/// routing core nor what only a storage needs.
/// </summary>
internal static class FunctionFinder
{
    private const string AttributeNamespace = "Microsoft.Azure.Functions.Worker";

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
            if (attribute.Parent.Kind == HandleKind.MethodDefinition && TypeName(reader, attribute) == (AttributeNamespace, nameof(FunctionAttribute)))
            {
                MethodDefinitionHandle method = (MethodDefinitionHandle)attribute.Parent;
                if (IsVisible(reader, reader.GetMethodDefinition(method), inNamespace))
                {
                    string name = (string)attribute.DecodeValue(TypeNames.Instance).FixedArguments[0].Value!;
                    found.Add(Function(assembly.ManifestModule, reader, method, name));
                }
            }
        }

        return found;
    }

    private static HostFunction Function(Module module, MetadataReader reader, MethodDefinitionHandle handle, string name)
    {
        int token = MetadataTokens.GetToken(handle);
        Lazy<MethodInfo> method = new(() => (MethodInfo)module.ResolveMethod(token)!);
        return new HostFunction(method, name, Trigger(reader, reader.GetMethodDefinition(handle)));
    }

    private static FunctionTrigger Trigger(MetadataReader reader, MethodDefinition method)
    {
        foreach (ParameterHandle parameter in method.GetParameters())
        {
            foreach (CustomAttributeHandle handle in reader.GetParameter(parameter).GetCustomAttributes())
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
                    return new FunctionTrigger(kind, attribute.DecodeValue(TypeNames.Instance));
                }
            }
        }

        return FunctionTrigger.None;
    }

    private static bool IsVisible(MetadataReader reader, MethodDefinition method, string inNamespace)
    {
        TypeDefinition type = reader.GetTypeDefinition(method.GetDeclaringType());
        TypeAttributes visibility = type.Attributes & TypeAttributes.VisibilityMask;
        bool isPublic = visibility == TypeAttributes.Public && (method.Attributes & MethodAttributes.MemberAccessMask) == MethodAttributes.Public;
        string name = reader.GetString(type.Namespace);
        return isPublic && (name == inNamespace || name.StartsWith(inNamespace + ".", StringComparison.Ordinal));
    }

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

    /// <summary>What decodes attributes: no type is needed but the numbers behind enumerations, which are <see cref="int"/> in all that triggers take.</summary>
    private sealed class TypeNames : ICustomAttributeTypeProvider<string>
    {
        public static readonly TypeNames Instance = new();

        private const string SystemType = "System.Type";

        public string GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode.ToString();

        public string GetSystemType() => SystemType;

        public string GetSZArrayType(string elementType) => $"{elementType}[]";

        public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => reader.GetString(reader.GetTypeDefinition(handle).Name);

        public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) => reader.GetString(reader.GetTypeReference(handle).Name);

        public string GetTypeFromSerializedName(string name) => name;

        public PrimitiveTypeCode GetUnderlyingEnumType(string type) => PrimitiveTypeCode.Int32;

        public bool IsSystemType(string type) => type == SystemType;
    }
}
