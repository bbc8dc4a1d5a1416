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
        Description = "Storage, the durable runtime, the programs of the engines, and on one machine the disk. 503 with the same body when a check fails.",
        Answer = typeof(HealthReport),
        AnswerExample = new HealthReport("healthy", [new HealthCheck("storage", "healthy", null, 3.1), new HealthCheck("durable", "healthy", null, 0.4), new HealthCheck("engines", "healthy", null, 0.2)]),
        OtherStatuses = new Dictionary<int, string> { [503] = "A check failed." },
    };
}
