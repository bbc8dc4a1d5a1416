using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace TransVox.Pipeline.Speech;

/// <summary>Spoken clips named by what they say, so that an unchanged cue need not be spoken again.</summary>
internal static class ClipArchive
{
    private const long MostBytes = 4L << 30;

    /// <summary>Name of the clip for a text, a voice and so on.</summary>
    public static string NameOf(params ReadOnlySpan<string> parts)
    {
        var bytes = Encoding.UTF8.GetBytes(string.Join('\u001f', parts));
        return Convert.ToHexStringLower(SHA256.HashData(bytes))[..32] + ".wav";
    }

    /// <summary>Unpacks those clips of an earlier archive that are wanted; what is broken is left out and spoken again.</summary>
    public static void Unpack(string archive, string directory, IReadOnlySet<string> wanted)
    {
        try
        {
            using var zip = ZipFile.OpenRead(archive);
            foreach (var entry in zip.Entries.Where(entry => wanted.Contains(entry.FullName) && entry.Length < MostBytes))
            {
                entry.ExtractToFile(Path.Combine(directory, entry.FullName), overwrite: true);
            }
        }
        catch (InvalidDataException)
        {
            // An archive that cannot be read only means that everything is spoken again.
        }
    }

    /// <summary>Packs clips; names repeat when cues say the same.</summary>
    public static void Pack(string archive, string directory, IEnumerable<string> names)
    {
        using var zip = ZipFile.Open(archive, ZipArchiveMode.Create);
        foreach (var name in names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            zip.CreateEntryFromFile(Path.Combine(directory, name), name, CompressionLevel.Fastest);
        }
    }
}
