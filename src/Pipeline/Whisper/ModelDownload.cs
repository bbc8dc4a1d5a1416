using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace TransVox.Pipeline.Whisper;

/// <summary>
/// Downloads a model. What an interrupted download left is gone on with; the file has its name only when its size and hash are
/// those of the catalogue.
/// </summary>
/// <param name="http">With any base address.</param>
/// <param name="store">Where models go.</param>
public sealed class ModelDownload(HttpClient http, ModelStore store)
{
    private const int Buffer = 1 << 17;

    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    // A file system that is filled to its last byte is of no use to anybody.
    private const long Spare = 64L << 20;

    /// <summary>Downloads it, unless it is there.</summary>
    /// <param name="model">Which.</param>
    /// <param name="progress">Told the bytes that are there.</param>
    /// <exception cref="ModelException">Not to be had, damaged, or no room for it.</exception>
    public async Task RunAsync(WhisperModel model, IProgress<long> progress, CancellationToken cancellationToken)
    {
        if (store.Has(model))
        {
            return;
        }

        try
        {
            Directory.CreateDirectory(store.Folder);
            RequireRoom(model);
            await using var part = Open(model);
            await FetchAsync(model, part, progress, cancellationToken);
            await RequireHashAsync(model, part, cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or SocketException or HttpIOException or TaskCanceledException { InnerException: TimeoutException })
        {
            throw new ModelException($"The download of '{model.Name}' was interrupted: {e.Message} Run the same command again; it goes on where it stopped.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelException($"'{model.Name}' cannot be written to {store.Folder}: {e.Message} Mend that and run the same command again; it goes on where it stopped.", e);
        }

        File.Move(store.PartOf(model), store.PathOf(model), overwrite: true);
        progress.Report(model.Bytes);
    }

    private FileStream Open(WhisperModel model)
    {
        // Nobody else can write to it: two downloads of one model would mix.
        var part = new FileStream(store.PartOf(model), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, Buffer);
        if (part.Length > model.Bytes)
        {
            part.SetLength(0);
        }

        return part;
    }

    private async Task FetchAsync(WhisperModel model, FileStream part, IProgress<long> progress, CancellationToken cancellationToken)
    {
        if (part.Length == model.Bytes)
        {
            return;
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, model.Address);
        request.Headers.Range = part.Length > 0 ? new RangeHeaderValue(part.Length, null) : null;
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        Accept(model, part, response);
        part.Position = part.Length;
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var stalled = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var buffer = new byte[Buffer];
        int read;
        while ((read = await ReadAsync(body, buffer, stalled, cancellationToken)) > 0)
        {
            if (part.Position + read > model.Bytes)
            {
                throw new ModelException($"{model.Address.Host} sends more than the {model.Bytes} bytes of '{model.Name}'. It is not the file of the catalogue; nothing was installed.");
            }

            await part.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            progress.Report(part.Position);
        }

        await part.FlushAsync(cancellationToken);
        if (part.Length < model.Bytes)
        {
            throw new HttpIOException(HttpRequestError.ResponseEnded, $"{part.Length} of {model.Bytes} bytes came.");
        }
    }

    private static async Task<int> ReadAsync(Stream body, byte[] buffer, CancellationTokenSource stalled, CancellationToken cancellationToken)
    {
        stalled.CancelAfter(LongestWait);
        try
        {
            return await body.ReadAsync(buffer, stalled.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpIOException(HttpRequestError.ResponseEnded, $"Nothing came for {LongestWait.TotalSeconds:0} s.", e);
        }
        catch (IOException e) when (e is not HttpIOException)
        {
            // Not to be taken for a fault of the disk.
            throw new HttpIOException(HttpRequestError.ResponseEnded, e.Message, e);
        }
    }

    /// <summary>Looks at the head of the answer: a server that cannot go on begins anew.</summary>
    private static void Accept(WhisperModel model, FileStream part, HttpResponseMessage response)
    {
        if (response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From == part.Length)
        {
            return;
        }

        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            throw new ModelException($"{model.Address} does not exist (any more). Update TransVox, or download ggml-{model.Name}.bin by hand and name its path in engines.whisper.model.");
        }

        if (response.StatusCode != HttpStatusCode.OK)
        {
            throw new ModelException($"{model.Address.Host} answered {(int)response.StatusCode} {response.ReasonPhrase}. Try again later.");
        }

        part.SetLength(0);
    }

    private static async Task RequireHashAsync(WhisperModel model, FileStream part, CancellationToken cancellationToken)
    {
        part.Position = 0;
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(part, cancellationToken));
        if (hash == model.Sha256)
        {
            part.Flush(flushToDisk: true);
            return;
        }

        part.SetLength(0);
        throw new ModelException($"What was downloaded is not '{model.Name}': its SHA-256 is {hash}, not {model.Sha256}. It was thrown away; run the same command again.");
    }

    private void RequireRoom(WhisperModel model)
    {
        var missing = model.Bytes - store.PartBytes(model);
        var free = new DriveInfo(store.Folder).AvailableFreeSpace;
        if (free < missing + Spare)
        {
            throw new ModelException($"'{model.Name}' needs {Megabytes(missing)} more in {store.Folder}, where {Megabytes(free)} are free. Make room, or choose a smaller model.");
        }
    }

    private static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{(bytes + 999_999) / 1_000_000} MB");
}
