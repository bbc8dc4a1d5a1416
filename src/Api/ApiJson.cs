using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace TransVox.Api;

/// <summary>JSON of requests and answers: answers as the contract says, requests read strictly.</summary>
internal static class ApiJson
{
    /// <summary>The message for a null in a list or a map.</summary>
    public const string NullInside = "a null in a list or a map";

    /// <summary>Of answers.</summary>
    public static JsonSerializerOptions Write => ContractJson.Options;

    /// <summary>Of requests: a member nobody knows is a mistake that its sender wants to hear of.</summary>
    public static JsonSerializerOptions Read { get; } = CreateRead();

    private static JsonSerializerOptions CreateRead()
    {
        var options = new JsonSerializerOptions();
        Configure(options);
        options.TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { RefuseNulls } };
        options.MakeReadOnly();
        return options;
    }

    /// <summary>Annotations say of members whether they may be null, and nothing of what is in lists and maps: none of ours holds nulls.</summary>
    private static void RefuseNulls(JsonTypeInfo type)
    {
        if (type.Kind == JsonTypeInfoKind.Enumerable)
            type.OnDeserialized = list => Require(((IEnumerable)list).Cast<object?>());
        else if (type.Kind == JsonTypeInfoKind.Dictionary)
            type.OnDeserialized = map => Require(((IDictionary)map).Values.Cast<object?>());
    }

    private static void Require(IEnumerable<object?> values)
    {
        if (values.Contains(null))
            throw new JsonException(NullInside);
    }

    /// <summary>The same for the framework's own options, from which the OpenAPI document takes its schemas.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.PropertyNameCaseInsensitive = true;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.MaxDepth = 16;
        options.Converters.Add(new JsonStringEnumConverter(namingPolicy: null, allowIntegerValues: false));
    }
}
