using Xunit;

namespace TransVox.Functions.Tests;

public sealed class PoisonBlobTests
{
    [Theory]
    [InlineData("""{"Type":"BlobTrigger","FunctionId":"Host.Functions.VideoUploaded","BlobType":"BlockBlob","ContainerName":"input","BlobName":"ann/a b.mp4","ETag":"\"0x8D\""}""", "input/ann/a b.mp4")]
    [InlineData("""{"Type":"BlobTrigger"}""", null)]
    [InlineData("[]", null)]
    [InlineData("not json", null)]
    public void The_path_of_a_poison_message(string message, string? path) => Assert.Equal(path, PoisonBlobs.PathOf(message));
}
