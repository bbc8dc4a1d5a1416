using System.Text.Json;

namespace TransVox.Cli.Review;

/// <summary>Reads and writes files for review: <c>.json</c> is the service's document, everything else the text format.</summary>
internal static class ReviewFiles
{
    public static async Task WriteAsync(string path, SubtitleDocument document, string jobId, CancellationToken cancellationToken)
    {
        var text = IsJson(path)
            ? JsonSerializer.Serialize(document, CliJson.Options)
            : ReviewText.Write(document, jobId);
        await File.WriteAllTextAsync(path, text, cancellationToken);
    }

    public static async Task<ReviewFile> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var text = await File.ReadAllTextAsync(path, cancellationToken);
        if (!IsJson(path))
            return ReviewText.Read(text);
        try
        {
            var document = JsonSerializer.Deserialize<SubtitleDocument>(text, CliJson.Options);
            return document?.Cues is { Count: > 0 } cues
                ? new ReviewFile(document.ETag, cues)
                : throw new UsageException($"There are no cues in {path}.");
        }
        catch (JsonException e)
        {
            throw new UsageException($"{path} is not a file that 'transvox review --save' wrote: {e.Message}");
        }
    }

    private static bool IsJson(string path) => Path.GetExtension(path).Equals(".json", StringComparison.OrdinalIgnoreCase);
}
