using Azure;

namespace TransVox.Orchestration.Storage;

/// <summary>A document with its version.</summary>
public sealed record Versioned<T>(T Value, ETag ETag, DateTimeOffset LastModified);
