using System.Security.Cryptography;
using TransVox.Orchestration.Jobs;

namespace TransVox.Api.Tests.Support;

internal sealed record MemoryFile(byte[] Content, string ContentType)
{
    public JobFile Open(string name, DateTimeOffset modified) =>
        new(new MemoryStream(Content), ContentType, name, Convert.ToHexStringLower(SHA256.HashData(Content))[..16], modified);
}
