using TransVox.Api.Health;

namespace TransVox.Api.Endpoints;

/// <summary>Documentation of <c>/health</c>.</summary>
internal static class HealthDocs
{
    private const string Tag = "Health";

    public static readonly ApiEndpointDocs Live = new(Tag, "Whether the process answers")
    {
        Answer = typeof(HealthReport),
        AnswerExample = new HealthReport("healthy", []),
    };

    public static readonly ApiEndpointDocs Ready = new(Tag, "Whether the service can work")
    {
        Description = "503 with the same body when a check fails.",
        Answer = typeof(HealthReport),
        AnswerExample = new HealthReport("healthy", [new HealthCheck("storage", "healthy", null, 3.1)]),
        OtherStatuses = new Dictionary<int, string> { [503] = "A check failed." },
    };
}
