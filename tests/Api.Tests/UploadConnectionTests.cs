using System.Net;
using System.Net.Sockets;
using TransVox.Api.Tests.Support;
using Xunit;

namespace TransVox.Api.Tests;

/// <summary>Uploads whose other end is slow, or goes away.</summary>
public sealed class UploadConnectionTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_aborted_upload_is_a_cancellation_and_gives_its_place_back(bool reset)
    {
        await using var server = await ApiServer.StartAsync();
        var reading = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Jobs.Read = _ => reading.TrySetResult();
        var connection = await server.ConnectAsync();
        await connection.SendAsync(Head(100_000) + Forms.Field("targetLanguage", "es") + FileHead + new string('x', 2000));
        await reading.Task.WaitAsync(Patience);
        Assert.Equal(1, server.Jobs.Places);

        if (reset)
            connection.Reset();
        else
            connection.Dispose();

        var error = await server.Jobs.BrokenUploads.Reader.ReadAsync().AsTask().WaitAsync(Patience);
        Assert.IsAssignableFrom<OperationCanceledException>(error);
        Assert.Equal(0, server.Jobs.Places);
        Assert.DoesNotContain(server.Log.Lines, l => l.EventId == 5000);
    }

    [Fact]
    public async Task A_client_below_the_minimum_rate_is_cut_off()
    {
        await using var server = await ApiServer.StartAsync(new() { ["upload:minimum_data_rate"] = "100000", ["upload:grace_seconds"] = "1.5" });
        using var connection = await server.ConnectAsync();
        await connection.SendAsync(Head(100_000) + Forms.Field("targetLanguage", "es") + FileHead + "x");

        var answer = await connection.ReadToEndAsync(Patience);
        Assert.StartsWith("HTTP/1.1 408", answer, StringComparison.Ordinal);
        Assert.Contains("request_timeout", answer, StringComparison.Ordinal);
        Assert.Equal(0, server.Jobs.Places);
    }

    [Fact]
    public async Task An_upload_that_takes_too_long_is_cut_off()
    {
        await using var server = await ApiServer.StartAsync(new() { ["upload:timeout_minutes"] = "0.01" });
        using var connection = await server.ConnectAsync();
        await connection.SendAsync(Head(100_000) + Forms.Field("targetLanguage", "es") + FileHead + "x");

        Assert.StartsWith("HTTP/1.1 408", await connection.ReadToEndAsync(Patience), StringComparison.Ordinal);
        Assert.Equal(0, server.Jobs.Places);
    }

    [Fact]
    public async Task A_full_queue_answers_before_the_video_is_sent()
    {
        await using var server = await ApiServer.StartAsync();
        server.Jobs.MaxQueueSize = 0;
        using var connection = await server.ConnectAsync();
        await connection.SendAsync(Head(50L << 20) + Forms.Field("targetLanguage", "es") + FileHead);

        var answer = await connection.ReadUntilAsync("queue_full", Patience);
        Assert.StartsWith("HTTP/1.1 429", answer, StringComparison.Ordinal);
        Assert.Contains("Retry-After: 43", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chunked_body_over_the_limit_is_cut_off_where_the_limit_is()
    {
        await using var server = await ApiServer.StartAsync();
        server.Admin.Limits = server.Admin.Limits with { MaxVideoSizeMb = 1 };
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/jobs") { Content = Forms.Video(content: new byte[30 << 20]) };
        request.Headers.TransferEncodingChunked = true;
        request.Headers.ExpectContinue = true;
        try
        {
            await (await server.Client.SendAsync(request)).ReadProblemAsync(HttpStatusCode.RequestEntityTooLarge, "too_large");
        }
        catch (HttpRequestException e) when (e.InnerException is IOException or SocketException)
        {
            // The server closes the connection with its answer; whether the client still reads it, is a race that the client may lose.
        }

        var error = await server.Jobs.BrokenUploads.Reader.ReadAsync().AsTask().WaitAsync(Patience);
        Assert.Equal(413, Assert.IsAssignableFrom<Microsoft.AspNetCore.Http.BadHttpRequestException>(error).StatusCode);
        Assert.Equal(0, server.Jobs.Places);
    }

    private static string Head(long length) =>
        $"POST /api/jobs HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary={Forms.Boundary}\r\nContent-Length: {length}\r\n\r\n";

    private const string FileHead = $"--{Forms.Boundary}\r\nContent-Disposition: form-data; name=\"video\"; filename=\"a.mp4\"\r\n\r\n";
}
