using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using TransVox.Orchestration.Configuration;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Services;
using TransVox.Pipeline;
using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Subtitles;

namespace TransVox.Fuzz;

/// <summary>What is done with a submission before a place is taken, with the embedded engines.</summary>
internal static class Submitted
{
    private static readonly IStageRunner Runner = new ServiceCollection()
        .AddLogging()
        .AddTransVoxPipeline(new ConfigurationBuilder().Build())
        .BuildServiceProvider()
        .GetRequiredService<IStageRunner>();

    private static readonly LiveLimits Limits = LimitsFromOptions.Create(new TransVoxOptions());

    /// <exception cref="RequestException">It is refused.</exception>
    public static void Check(SubmitCommand command)
    {
        _ = SubmitChecks.Check(command, Limits, "default", Runner);
        NameTarget.Check(command.FileName);
        Claim.That(command.Options.Speed is >= 0.5 and <= 2, "a speed is in range");
        Claim.That(command.Options.TargetLanguage.Length > 0 || command.Options.Output == OutputKind.Transcript, "there is a language to dub into");
        if (command.Subtitles is null)
            return;
        try
        {
            _ = OwnSubtitles.ToTranscript(command.Subtitles, command.Options.SubtitleLanguage ?? command.Options.SourceLanguage);
        }
        catch (StageException e) when (e.Code == ErrorCodes.InvalidSubtitles)
        {
            // Refused, with a reason.
        }
    }
}
