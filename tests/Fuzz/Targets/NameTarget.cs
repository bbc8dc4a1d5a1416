using System.Text;
using TransVox.Orchestration.Intake;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Storage;

namespace TransVox.Fuzz;

/// <summary>A file's name, and below it the metadata of a blob, a line each.</summary>
internal static class NameTarget
{
    public static void Run(byte[] input)
    {
        var (name, rest) = Inputs.FirstLine(input);
        Check(name);
        var metadata = new Dictionary<string, string>();
        foreach (var line in Inputs.Text(rest).Split('\n', 16))
        {
            var parts = line.Split('=', 2);
            metadata.TryAdd(parts[0], parts.Length > 1 ? parts[1] : "");
        }

        try
        {
            Submitted.Check(BlobOptions.Parse(name, metadata, []));
        }
        catch (RequestException)
        {
            // Refused, with a reason.
        }
    }

    /// <summary>What a user calls a file; where it can name one, it stands in a path of the storage.</summary>
    public static void Check(string name)
    {
        if (!FileNames.IsValid(name))
            return;
        foreach (var safe in new[] { FileNames.ToSafe(name), FileNames.StemOf(name) })
        {
            Claim.That(safe.Length > 0 && Encoding.UTF8.GetByteCount(safe) <= 120, "a safe name has 1 to 120 bytes");
            Claim.That(!safe.Any(c => char.IsControl(c) || c is '/' or '\\') && safe is not ("." or ".."), "a safe name is one name");
            Claim.That(!safe.StartsWith('-') && !safe.StartsWith('.'), "a safe name is neither an option nor hidden");
            Claim.That(!safe.EndsWith('.') && !safe.EndsWith(' '), "a safe name is one on every system");
        }

        _ = ContentTypes.Of(name);
    }
}
