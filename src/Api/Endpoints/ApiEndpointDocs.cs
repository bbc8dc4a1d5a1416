namespace TransVox.Api.Endpoints;

/// <summary>What the OpenAPI document says about an endpoint.</summary>
/// <param name="Tag">Group.</param>
/// <param name="Summary">One line; null hides the endpoint.</param>
public sealed record ApiEndpointDocs(string Tag, string? Summary)
{
    public static ApiEndpointDocs Hidden { get; } = new("", null);

    public string? Description { get; init; }

    /// <summary>Success status.</summary>
    public int Status { get; init; } = 200;

    /// <summary>Type of the JSON answer; null: none.</summary>
    public Type? Answer { get; init; }

    /// <summary>Content type of an answer that is no JSON.</summary>
    public string? AnswerType { get; init; }

    /// <summary>Type of the JSON body; null: none.</summary>
    public Type? Body { get; init; }

    public bool BodyRequired { get; init; } = true;

    /// <summary>The form of a multipart body, beside or instead of JSON.</summary>
    public Type? Form { get; init; }

    public IReadOnlyList<ApiParameter> Parameters { get; init; } = [];

    /// <summary>Headers of the answer: name and meaning.</summary>
    public IReadOnlyDictionary<string, string> AnswerHeaders { get; init; } = new Dictionary<string, string>();

    /// <summary>Error codes beyond those that every endpoint of its kind has.</summary>
    public IReadOnlyList<string> Errors { get; init; } = [];

    /// <summary>Further success statuses without a body, such as 206 and 304.</summary>
    public IReadOnlyDictionary<int, string> OtherStatuses { get; init; } = new Dictionary<int, string>();

    public object? AnswerExample { get; init; }

    public object? BodyExample { get; init; }
}
