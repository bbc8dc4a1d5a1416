using System.Text.Json;
using System.Text.Json.Serialization;

namespace TransVox.Api.Identity;

/// <summary>JSON of <c>X-MS-CLIENT-PRINCIPAL</c>, as App Service documents it.</summary>
internal sealed record ClientPrincipal
{
    public static JsonSerializerOptions Json { get; } = new() { MaxDepth = 8, AllowDuplicateProperties = false };

    [JsonPropertyName("auth_typ")]
    public string? AuthenticationType { get; init; }

    [JsonPropertyName("name_typ")]
    public string? NameType { get; init; }

    [JsonPropertyName("role_typ")]
    public string? RoleType { get; init; }

    [JsonPropertyName("claims")]
    public IReadOnlyList<ClientClaim> Claims { get; init; } = [];

    internal sealed record ClientClaim
    {
        [JsonPropertyName("typ")]
        public string Type { get; init; } = null!;

        [JsonPropertyName("val")]
        public string Value { get; init; } = null!;
    }
}
