using System.Text;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Services;
using Xunit;

namespace TransVox.Orchestration.Tests.Jobs;

public sealed class PageTokenTests
{
    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"Skip\":")]
    public void What_no_page_gave_is_no_token(string json)
    {
        var error = Assert.Throws<RequestException>(() => JobReader.DecodeToken(Convert.ToHexString(Encoding.UTF8.GetBytes(json))));

        Assert.Equal(ErrorCodes.InvalidRequest, error.Code);
    }
}
