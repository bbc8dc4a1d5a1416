using System.Net;

namespace TransVox.Conformance;

/// <summary>A video of which the first half is sent, and the second one never.</summary>
public sealed class BrokenUpload : HttpContent
{
    private const int Length = 2_000_000;

    private readonly TaskCompletionSource _half = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the first half has been handed to the network.</summary>
    public Task HalfIsSent => _half.Task;

    protected override bool TryComputeLength(out long length)
    {
        length = Length;
        return true;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(new byte[Length / 2], cancellationToken);
        await stream.FlushAsync(cancellationToken);
        _half.TrySetResult();
        // Until the connection breaks: then there is nobody to write to.
        while (true)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellationToken);
            await stream.WriteAsync(new byte[1], cancellationToken);
            await stream.FlushAsync(cancellationToken);
        }
    }
}
