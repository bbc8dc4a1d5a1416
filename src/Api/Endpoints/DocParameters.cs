namespace TransVox.Api.Endpoints;

/// <summary>Parameters that several endpoints have.</summary>
internal static class DocParameters
{
    public static readonly ApiParameter JobId = new("id", "path", typeof(string), "Id of the job.", Required: true);
    public static readonly ApiParameter IfNoneMatch = new("If-None-Match", "header", typeof(string), "ETag of the answer that you have; 304 when it is still the current one.");
    public static readonly ApiParameter IfMatch = new("If-Match", "header", typeof(string), "ETag of the version that you changed; 412 when there is a newer one.");
    public static readonly ApiParameter Download = new("download", "query", typeof(bool), "Ask for an attachment instead of something to show.");
    public static readonly ApiParameter ByteRange = new("Range", "header", typeof(string), "bytes=from-to, for a part of the file.");

    public static readonly IReadOnlyDictionary<string, string> JobHeaders = new Dictionary<string, string>
    {
        ["Location"] = "Address of the job.",
        ["Idempotency-Replayed"] = "true when an earlier request with the same key made the job.",
    };

    public static readonly IReadOnlyDictionary<string, string> ETag = new Dictionary<string, string> { ["ETag"] = "Version of the answer." };
    public static readonly IReadOnlyDictionary<int, string> NotModified = new Dictionary<int, string> { [304] = "You have the current version." };

    public static readonly IReadOnlyDictionary<int, string> Parts = new Dictionary<int, string>
    {
        [206] = "The part of the file.",
        [304] = "You have the current version.",
    };
}
