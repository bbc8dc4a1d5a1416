using System.Text;
using TransVox.Pipeline.Embedded;
using TransVox.Pipeline.Media;
using TransVox.Pipeline.Stages;

namespace TransVox.Fuzz;

/// <summary>What ffprobe says of an upload, and what is decided by it; the first bytes of a file, too.</summary>
internal static class ProbeTarget
{
    private static readonly DubbingOptions Options = new() { TargetLanguage = "es", Output = OutputKind.Dual };

    public static void Run(byte[] input)
    {
        _ = ContainerSniffer.PlaylistKind(input);
        try
        {
            if (Ffmpeg.ParseProbe(Encoding.UTF8.GetString(input)) is not { } analysis)
                return;
            var (video, audio) = ProbeRules.ChooseStreams(analysis, "en");
            Claim.That(audio is null || ProbeRules.IsSound(audio), "what is dubbed is sound");
            if (video is not null)
                _ = PictureRules.For(video, mustEncode: false);
            var kept = KeptTracks.Of(analysis, Options);
            Claim.That(kept.Sounds.Count <= 32 && kept.Subtitles.Count <= 32 && kept.Covers.Count <= 32, "so many tracks go along and no more");
            if (audio is not null)
                _ = ProbeRules.OrdinalOf(analysis, audio);
            var declared = ProbeRules.DeclaredDuration(analysis);
            Claim.That(declared is null || double.IsFinite(declared.Value), "a length is a number");
            var (seconds, _) = ProbeRules.ReconcileDuration(declared, 12, "");
            ProbeRules.CheckDuration(seconds, new MediaLimits(1 << 20, TimeSpan.FromMinutes(1)));
        }
        catch (StageException)
        {
            // Refused, with a reason.
        }
    }
}
