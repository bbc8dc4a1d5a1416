using System.Net;
using System.Text;
using TransVox.Cli.Http;

namespace TransVox.Cli.Upload;

/// <summary>
/// Uploads a big file in blocks to a write-only link (Azure Blob Storage's Put Block and Put Block List). Each confirmed block is
/// written down, so that a second run goes on where the first stopped.
/// </summary>
internal sealed class BlockUpload(TransVoxClient client, HttpClient storage, UploadStateStore states)
{
    private const int BlockSize = 8 * 1024 * 1024;

    /// <summary>Name of the file that an interrupted upload goes on with.</summary>
    public static string StateName(Uri server, string contentHash, string? identity) =>
        ContentKey.Hash($"{server.GetLeftPart(UriPartial.Authority)}\n{contentHash}\n{identity}");

    /// <summary>Uploads everything and returns the upload's id.</summary>
    public async Task<string> RunAsync(SourceFile file, string stateName, IProgress<long> progress, CancellationToken cancellationToken)
    {
        var state = states.Load(stateName);
        if (state is not null)
        {
            try
            {
                return await ContinueAsync(file, state, stateName, progress, cancellationToken);
            }
            catch (ServiceException e) when (e.Status is HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.BadRequest)
            {
                // The link is no longer good, or its blocks are gone: start over once.
                states.Delete(stateName);
            }
        }

        var link = await client.CreateUploadAsync(file.Name, file.Length, cancellationToken);
        state = new UploadState(link.UploadId, link.Url, link.ExpiresAt, BlockSize, 0);
        states.Save(stateName, state);
        return await ContinueAsync(file, state, stateName, progress, cancellationToken);
    }

    /// <summary>To be called when the job exists: the state is of no more use.</summary>
    public void Forget(string stateName) => states.Delete(stateName);

    private async Task<string> ContinueAsync(SourceFile file, UploadState state, string stateName, IProgress<long> progress, CancellationToken cancellationToken)
    {
        var blocks = (int)((file.Length + state.BlockSize - 1) / state.BlockSize);
        for (var block = state.Done; block < blocks; block++)
        {
            var offset = (long)block * state.BlockSize;
            var length = Math.Min(state.BlockSize, file.Length - offset);
            await PutAsync(
                state.Url,
                $"comp=block&blockid={Uri.EscapeDataString(BlockId(block))}",
                new FileContent(file.Path, offset, length, sent => progress.Report(offset + sent)),
                cancellationToken);
            state = state with { Done = block + 1 };
            states.Save(stateName, state);
        }

        progress.Report(file.Length);
        await PutAsync(state.Url, "comp=blocklist", new StringContent(BlockList(blocks), Encoding.UTF8, "application/xml"), cancellationToken);
        return state.UploadId;
    }

    private async Task PutAsync(Uri link, string query, HttpContent body, CancellationToken cancellationToken)
    {
        var url = new UriBuilder(link);
        url.Query = url.Query.Length > 1 ? $"{url.Query[1..]}&{query}" : query;
        using var request = new HttpRequestMessage(HttpMethod.Put, url.Uri) { Content = body };
        try
        {
            using var response = await storage.SendAsync(request, cancellationToken);
            if (!response.IsSuccessStatusCode)
                throw new ServiceException($"storage_{(int)response.StatusCode}", $"The storage answered {(int)response.StatusCode} {response.ReasonPhrase} to a part of the upload.", response.StatusCode);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new ServiceException("unreachable", $"The upload was interrupted ({e.Message}). Run the same command again: it goes on where it stopped.", innerException: e);
        }
    }

    /// <summary>Ids of one blob must all have the same length.</summary>
    private static string BlockId(int block) => Convert.ToBase64String(Encoding.ASCII.GetBytes($"block-{block:D6}"));

    private static string BlockList(int blocks)
    {
        var xml = new StringBuilder("""<?xml version="1.0" encoding="utf-8"?><BlockList>""");
        for (var block = 0; block < blocks; block++)
            xml.Append("<Latest>").Append(BlockId(block)).Append("</Latest>");
        return xml.Append("</BlockList>").ToString();
    }
}
