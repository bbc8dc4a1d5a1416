using System.Text;

namespace TransVox.Pipeline.Embedded;

/// <summary>Recognizes by its first bytes a file that names other files instead of holding sound and picture.</summary>
internal static class ContainerSniffer
{
    private const int Head = 512;

    /// <summary>What kind of list a file is, or null.</summary>
    public static async Task<string?> PlaylistKindAsync(string path, CancellationToken cancellationToken)
    {
        var buffer = new byte[Head];
        await using var file = File.OpenRead(path);
        var read = await file.ReadAtLeastAsync(buffer, Head, throwOnEndOfStream: false, cancellationToken);
        return PlaylistKind(buffer.AsSpan(0, read));
    }

    /// <summary>The decision itself.</summary>
    public static string? PlaylistKind(ReadOnlySpan<byte> head)
    {
        var text = Encoding.UTF8.GetString(head).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        (string Start, string Kind)[] kinds =
        [
            ("#EXTM3U", "HLS playlist"),
            ("ffconcat", "concat script"),
            ("[playlist]", "playlist"),
            ("[Reference]", "reference playlist"),
            ("v=0", "session description"),
            ("<?xml", "XML document"),
            ("<MPD", "DASH manifest"),
            ("<smil", "SMIL document"),
            ("<asx", "playlist"),
            ("<!DOCTYPE", "web page"),
            ("<html", "web page"),
        ];
        foreach (var (start, kind) in kinds)
        {
            if (text.StartsWith(start, StringComparison.OrdinalIgnoreCase))
            {
                return kind;
            }
        }

        return null;
    }
}
