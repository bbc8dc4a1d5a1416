using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using TransVox.Api.Endpoints;
using TransVox.Orchestration.Jobs;

namespace TransVox.Api.Submit;

/// <summary>
/// The video as it comes in. It ends only when the form ends with it: whatever follows fails the read, so that the job is not started
/// with options that came too late. A client that goes away is a cancellation, not an error.
/// </summary>
internal sealed class VideoPartStream(MultipartReader reader, Stream part, HttpContext context) : Stream
{
    private bool _ended;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_ended || buffer.IsEmpty)
            return 0;
        try
        {
            var count = await part.ReadAsync(buffer, cancellationToken);
            if (count > 0)
                return count;
            if (await reader.ReadNextSectionAsync(cancellationToken) is not null)
                throw ApiRequest.Invalid("The file part video must be the last part of the form. Send the options before it.");
            _ended = true;
            return 0;
        }
        catch (BadHttpRequestException e) when (e.StatusCode is not (StatusCodes.Status408RequestTimeout or StatusCodes.Status413PayloadTooLarge))
        {
            throw new ClientGoneException(e, cancellationToken);
        }
        catch (IOException e) when (e is not BadHttpRequestException)
        {
            // The form's reader throws the plain type for a body that ends too early; anything else is the connection.
            if (context.RequestAborted.IsCancellationRequested || e.GetType() != typeof(IOException))
                throw new ClientGoneException(e, cancellationToken);
            throw new RequestException(ErrorCodes.InvalidRequest, "The form ends in the middle of the file. Upload it again.");
        }
        catch (InvalidDataException)
        {
            throw ApiRequest.Invalid("The form is malformed after the file.");
        }
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Uploads are read asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
