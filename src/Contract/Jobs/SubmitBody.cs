using System.ComponentModel;

namespace TransVox.Contract;

/// <summary>A submission as JSON, for a video that was uploaded through <c>POST /api/uploads</c>, or that the service fetches: one of both.</summary>
public sealed record SubmitBody : SubmitMembers
{
    [Description("From POST /api/uploads.")]
    public string? UploadId { get; init; }

    [Description("Address of the video, https, on one of the hosts that GET /api/me lists in sourceHosts; in place of uploadId.")]
    public string? SourceUrl { get; init; }

    [Description("Name to show; the uploaded file's, or the last part of the address, when left out.")]
    public string? FileName { get; init; }
}
