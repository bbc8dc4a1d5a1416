using System.Text.Json;
using System.Text.Json.Serialization;

namespace TransVox.Api;

/// <summary>JSON of requests and answers: answers as the contract says, requests read strictly.</summary>
internal static class ApiJson
{
    /// <summary>Of answers.</summary>
    public static JsonSerializerOptions Write => ContractJson.Options;

    /// <summary>Of requests: a member nobody knows is a mistake that its sender wants to hear of.</summary>
    public static JsonSerializerOptions Read { get; } = CreateRead();

    private static JsonSerializerOptions CreateRead()
    {
        var options = new JsonSerializerOptions();
        Configure(options);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
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
