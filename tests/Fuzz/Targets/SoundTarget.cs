using TransVox.Pipeline.Media;
using TransVox.Pipeline.Speech;

namespace TransVox.Fuzz;

/// <summary>Sound files that speech servers and programs give, and the archive of spoken lines of an earlier run.</summary>
internal static class SoundTarget
{
    private static readonly string Folder = Directory.CreateTempSubdirectory("transvox-fuzz-").FullName;

    public static void Run(byte[] input)
    {
        var path = Path.Combine(Folder, "sound");
        File.WriteAllBytes(path, input);
        Archive(path);
        try
        {
            using var wav = WavReader.Open(path);
            Claim.That(wav.Frames * wav.Format.BytesPerFrame <= input.Length, "there is no more sound than bytes");
            Claim.That(double.IsFinite(wav.Duration) && wav.Duration >= 0, "sound has a length");
            wav.Seek(1);
            Claim.That(wav.ReadAll().Length <= input.Length / 2, "there are no more samples than bytes");
        }
        catch (InvalidDataException)
        {
            // No sound of this kind.
        }
    }

    private static void Archive(string path)
    {
        var target = Path.Combine(Folder, "clips");
        Directory.CreateDirectory(target);
        ClipArchive.Unpack(path, target, new HashSet<string> { "a.wav", "b.wav" });
        Claim.That(Directory.EnumerateFileSystemEntries(target).All(entry => Path.GetFileName(entry) is "a.wav" or "b.wav"), "only what is wanted is unpacked");
        Directory.Delete(target, recursive: true);
    }
}
