using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using TransVox.Api.Submit;
using TransVox.Orchestration.Jobs;

namespace TransVox.Fuzz;

/// <summary>A submission as a form: the first line is its content type, the rest its body.</summary>
internal static class FormTarget
{
    public static void Run(byte[] input)
    {
        try
        {
            RunAsync(input).GetAwaiter().GetResult();
        }
        catch (RequestException)
        {
            // Refused, with a reason.
        }
    }

    private static async Task RunAsync(byte[] input)
    {
        var (line, body) = Inputs.FirstLine(input);
        if (!MediaTypeHeaderValue.TryParse(line, out var type))
            return;
        using var stream = new MemoryStream(body);
        var reader = SubmitHandler.ReaderOf(type, stream);
        var (command, video) = await SubmitHandler.ReadFieldsAsync(reader, "key", CancellationToken.None);
        Submitted.Check(command);
        await using var part = new VideoPartStream(reader, video.Body, new DefaultHttpContext());
        var buffer = new byte[64];
        long read = 0;
        int count;
        while ((count = await part.ReadAsync(buffer)) > 0)
            read += count;
        Claim.That(read <= body.Length, "a video is no longer than what came");
    }
}
