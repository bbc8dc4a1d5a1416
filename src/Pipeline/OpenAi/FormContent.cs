using System.ClientModel;

namespace TransVox.Pipeline.OpenAi;

/// <summary>A form as the official client sends it, written while it is read.</summary>
internal sealed class FormContent(MultipartFormDataContent form) : BinaryContent
{
    /// <summary>Content type with the boundary.</summary>
    public string ContentType => form.Headers.ContentType!.ToString();

    public override bool TryComputeLength(out long length)
    {
        length = form.Headers.ContentLength ?? 0;
        return form.Headers.ContentLength is not null;
    }

    public override Task WriteToAsync(Stream stream, CancellationToken cancellationToken = default) => form.CopyToAsync(stream, cancellationToken);

    public override void WriteTo(Stream stream, CancellationToken cancellationToken = default) => form.CopyTo(stream, null, cancellationToken);

    public override void Dispose() => form.Dispose();
}
