using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using TransVox.Orchestration.Activities;
using TransVox.Orchestration.Jobs;
using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Storage;

/// <summary>The key of a stage's results: everything that decides what they are. Pure.</summary>
public static class StageKeys
{
    /// <summary>The key, or null while the hash of the video is not known.</summary>
    public static string? Of(StageInput input, StageDescription description, IReadOnlyDictionary<string, ArtifactRef> inputs, string? sourceSha256)
    {
        var text = new StringBuilder("1\n").Append(description.Stage).Append('\n').Append(description.Fingerprint).Append('\n');
        foreach (var name in description.Inputs.Concat(description.OptionalInputs).Distinct().Order(StringComparer.Ordinal))
        {
            var hash = name == Artifacts.Source ? sourceSha256 : inputs.GetValueOrDefault(name)?.Sha256;
            if (hash is null && name == Artifacts.Source)
                return null;
            if (hash is not null)
                text.Append(name).Append('=').Append(hash).Append('\n');
        }

        // These two stages are where a video is refused for its size: with other limits the answer may be another.
        if (description.Stage is Stage.Probe or Stage.Extract)
            text.Append(CultureInfo.InvariantCulture, $"limits={input.MaxVideoBytes},{input.MaxVideoSeconds}\n");
        if (input.Fresh)
            text.Append("job=").Append(input.JobId).Append('\n');
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..32];
    }
}
