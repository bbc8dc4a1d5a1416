using System.ComponentModel;

namespace TransVox.Contract;

/// <summary>The file that will be uploaded.</summary>
public sealed record UploadBody(
    [property: Description("Name to show; any text of 1 to 255 bytes of UTF-8.")] string FileName,
    [property: Description("Bytes, if known: too large a file is refused now instead of later.")] long? Size = null);
