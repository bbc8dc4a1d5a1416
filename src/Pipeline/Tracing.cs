using System.Diagnostics;

namespace TransVox.Pipeline;

/// <summary>Spans of what the service does itself; those of Durable Task, HTTP and storage come from there.</summary>
public static class Tracing
{
    /// <summary>Name of the source of spans, and of the meter.</summary>
    public const string Name = "TransVox";

    public static ActivitySource Source { get; } = new(Name);

    /// <summary>Marks a span as failed.</summary>
    /// <param name="span">The span, if anybody listens.</param>
    /// <param name="type">Stable code of what went wrong.</param>
    public static void Fail(this Activity? span, string type) => span?.SetStatus(ActivityStatusCode.Error).SetTag("error.type", type);
}
