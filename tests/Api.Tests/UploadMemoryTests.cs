using System.Net;
using TransVox.Api.Tests.Support;
using Xunit;

namespace TransVox.Api.Tests;

/// <summary>Runs alone: it measures the memory of the whole process, and what other tests hold at the time would count.</summary>
[CollectionDefinition(nameof(UploadMemoryTests), DisableParallelization = true)]
[Collection(nameof(UploadMemoryTests))]
public sealed class UploadMemoryTests
{
    [Fact]
    public async Task A_large_video_is_never_whole_in_memory()
    {
        await using var server = await ApiServer.StartAsync();
        const int size = 60 << 20;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var (most, total) = (0L, 0L);
        server.Jobs.Read = count =>
        {
            total += count;
            if (total % (8 << 20) < count)
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true));
        };
        using var form = new MultipartFormDataContent { { new StringContent("es"), "targetLanguage" }, { new StreamContent(new ZeroStream(size)), "video", "big.mp4" } };
        await (await server.Client.PostAsync("api/jobs", form)).ReadAsync<JobView>(HttpStatusCode.Accepted);

        Assert.Equal(size, total);
        Assert.InRange(most - before, 0, 24L << 20);
    }
}
