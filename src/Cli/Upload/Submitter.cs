using TransVox.Cli.Http;

namespace TransVox.Cli.Upload;

/// <summary>Submits one video: small files in one request, big ones in blocks that survive an interruption, and addresses as they are.</summary>
internal sealed class Submitter(TransVoxClient client, BlockUpload blocks, Connection connection)
{
    private const long DefaultBigFileMb = 64;

    /// <summary>From this size on an upload goes in blocks; <c>TRANSVOX_BLOCK_UPLOAD_MB</c> changes it.</summary>
    private static readonly long BigFile = 1024 * 1024 *
        (long.TryParse(Environment.GetEnvironmentVariable("TRANSVOX_BLOCK_UPLOAD_MB"), out var mb) && mb >= 0 ? mb : DefaultBigFileMb);

    /// <param name="file">The video.</param>
    /// <param name="fields">What the dub shall be.</param>
    /// <param name="key">The user's idempotency key, or null.</param>
    /// <param name="deriveKey">Without a key: make one of content and fields, instead of a fresh one.</param>
    /// <param name="progress">Bytes sent.</param>
    /// <param name="cancellationToken">Breaks the upload off.</param>
    /// <returns>The job, and whether an earlier submission with the same key had made it.</returns>
    public async Task<(JobView Job, bool Replayed)> SubmitAsync(
        SourceFile file, SubmitMembers fields, string? key, bool deriveKey, IProgress<long> progress, CancellationToken cancellationToken)
    {
        if (file.Address is { } address)
        {
            key ??= deriveKey ? ContentKey.Derive(file.Name, ContentKey.Hash(address.AbsoluteUri), fields.ToPairs()) : ContentKey.Fresh();
            using var named = fields.ToJson(address);
            return await client.SubmitAsync(named, key, cancellationToken);
        }

        var isBig = file.Length > 0 && file.Length >= BigFile;
        var hash = isBig || (deriveKey && key is null) ? await ContentKey.HashFileAsync(file.Path, cancellationToken) : null;
        // A key made of the content says all: the video need not be sent to hear that its job exists.
        var ask = key is null && deriveKey && isBig;
        key ??= deriveKey ? ContentKey.Derive(file.Name, hash!, fields.ToPairs()) : ContentKey.Fresh();
        if (!isBig)
        {
            using var form = fields.ToForm(file, progress);
            return await client.SubmitAsync(form, key, cancellationToken);
        }

        if (ask && await client.FindByKeyAsync(key, cancellationToken) is { } known)
            return (known, true);
        await LanguageCheck.RequireAsync(client, fields, cancellationToken);
        var state = BlockUpload.StateName(connection.Server, hash!, connection.Key ?? connection.DevUser);
        var uploadId = await blocks.RunAsync(file, state, progress, cancellationToken);
        using var body = fields.ToJson(uploadId, file.Name);
        var submitted = await client.SubmitAsync(body, key, cancellationToken);
        blocks.Forget(state);
        return submitted;
    }
}
