using System.ComponentModel;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace TransVox.Api.Submit;

/// <summary>The multipart form of a submission; it is read part by part, the video last.</summary>
public sealed record SubmitForm : SubmitMembers
{
    /// <summary>
    /// For the documentation: its bytes go to storage as they arrive, and are never held here. The last of the members, because
    /// clients that are made from the document send the parts in its order.
    /// </summary>
    [JsonPropertyOrder(1)]
    [Description("The video. It must be the last part.")]
    public IFormFile? Video { get; init; }
}
