namespace TransVox.Contract;

/// <summary>A file of the result; the link is relative to the service and needs the owner's identity.</summary>
public sealed record OutputFile(string Name, long Size, string ContentType, string Url);
