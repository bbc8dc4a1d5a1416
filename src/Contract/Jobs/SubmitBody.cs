using System.ComponentModel;

namespace TransVox.Contract;

/// <summary>A submission as JSON, for a video that was uploaded through <c>POST /api/uploads</c>.</summary>
public sealed record SubmitBody : SubmitMembers
{
    [Description("From POST /api/uploads.")]
    public required string UploadId { get; init; }

    [Description("Name to show; the uploaded file's when left out.")]
    public string? FileName { get; init; }
}
