using System.Security.Cryptography;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Logging.Abstractions;
using TransVox.Api.Health;
using TransVox.Api.Identity;
using TransVox.TestKit;
using Xunit;

namespace TransVox.Api.Tests;

/// <summary>API keys in a real storage emulator.</summary>
public sealed class BlobKeyTests(AzuriteFixture azurite) : IClassFixture<AzuriteFixture>
{
    private readonly BlobContainerClient _container = new BlobServiceClient(azurite.ConnectionString).GetBlobContainerClient($"system-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}");

    [Fact]
    public async Task A_key_is_stored_as_a_hash_found_listed_and_removed()
    {
        var store = new BlobApiKeyStore(_container, NullLogger<BlobApiKeyStore>.Instance);
        Assert.Null(await store.FindAsync("00112233445566aa", default));
        Assert.Empty(await store.ListAsync(default));

        var (id, secret, text) = ApiKeyText.Create();
        var (salt, hash) = ApiKeyRecord.Protect(secret);
        var record = new ApiKeyRecord(id, "ada", true, "laptop", DateTimeOffset.UnixEpoch, "ops", salt, hash);
        await store.AddAsync(record, default);

        Assert.True(ApiKeyText.TryParse(text, out var parsedId, out var parsedSecret));
        Assert.Equal(id, parsedId);
        var found = await store.FindAsync(id, default);
        Assert.Equal(record, found);
        Assert.True(found!.Matches(parsedSecret));
        Assert.False(found.Matches([.. parsedSecret[..^1], (byte)(parsedSecret[^1] ^ 1)]));
        Assert.Equal([record], await store.ListAsync(default));
        var stored = (await _container.GetBlobClient($"keys/{id}.json").DownloadContentAsync()).Value.Content.ToString();
        Assert.DoesNotContain(text.Split('_', 3)[2], stored, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToHexStringLower(secret), stored, StringComparison.Ordinal);

        Assert.True(await store.RemoveAsync(id, default));
        Assert.False(await store.RemoveAsync(id, default));
        Assert.Null(await store.FindAsync(id, default));
    }

    [Fact]
    public async Task A_record_under_another_id_or_that_is_damaged_opens_nothing()
    {
        var store = new BlobApiKeyStore(_container, NullLogger<BlobApiKeyStore>.Instance);
        var (id, secret, _) = ApiKeyText.Create();
        var (salt, hash) = ApiKeyRecord.Protect(secret);
        await store.AddAsync(new ApiKeyRecord(id, "ada", false, null, DateTimeOffset.UnixEpoch, "ops", salt, hash), default);
        var content = (await _container.GetBlobClient($"keys/{id}.json").DownloadContentAsync()).Value.Content;

        await _container.GetBlobClient("keys/ffffffffffffffff.json").UploadAsync(content);
        await _container.GetBlobClient("keys/eeeeeeeeeeeeeeee.json").UploadAsync(BinaryData.FromString("{"));
        Assert.Null(await store.FindAsync("ffffffffffffffff", default));
        Assert.Null(await store.FindAsync("eeeeeeeeeeeeeeee", default));
        await Assert.ThrowsAsync<ArgumentException>(() => store.FindAsync("../input/ada", default));
        Assert.DoesNotContain(await store.ListAsync(default), r => r.KeyId != id && r.UserId == "ada");
    }

    [Fact]
    public async Task Storage_is_healthy_when_it_answers() =>
        Assert.True((await new StorageProbe(_container).CheckAsync(default)).Healthy);
}
