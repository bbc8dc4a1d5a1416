using System.CommandLine;
using TransVox.Cli.Upload;

namespace TransVox.Cli.Commands;

/// <summary>Options of <c>submit</c> that say what the dub shall be.</summary>
internal sealed class SubmitOptions
{
    private readonly Option<string> _to = new("--to") { Description = "Language to dub into (es, pt-br, …); 'transvox languages' shows what there is.", HelpName = "LANG", Required = true };
    private readonly Option<string?> _from = new("--from") { Description = "Spoken language (default: the service's, en).", HelpName = "LANG" };
    private readonly Option<string?> _subtitles = Choices.Option("--subtitles", "Subtitles in the video", "Soft", "Hard", "Bilingual", "None");
    private readonly Option<string?> _output = Choices.Option("--output", "What to deliver", "Video", "Audio", "Dual");
    private readonly Option<string?> _priority = Choices.Option("--priority", "Among the user's jobs, where the service allows it", "Low", "Normal", "High");
    private readonly Option<string?> _voice = new("--voice") { Description = "Voice, by a name that 'transvox languages' shows.", HelpName = "NAME" };
    private readonly Option<double?> _speed = new("--speed") { Description = "Speaking rate, 0.5 to 2.", HelpName = "X" };
    private readonly Option<string?> _profile = new("--profile") { Description = "Profile of engines, by a name that 'transvox languages' shows.", HelpName = "NAME" };
    private readonly Option<string?> _pool = new("--pool") { Description = "GPU pool.", HelpName = "NAME" };
    private readonly Option<bool> _review = new("--review") { Description = "Stop after translation until somebody approves." };

    private readonly Option<FileInfo?> _subtitleFile = new("--subtitle-file")
    {
        Description = "SRT or WebVTT file to use instead of recognition.",
        HelpName = "FILE",
    };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_to, _from, _subtitles, _output, _voice, _speed, _priority, _profile, _pool, _review, _subtitleFile])
            command.Options.Add(option);
    }

    public async Task<SubmitFields> ReadAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        var speed = parse.GetValue(_speed);
        if (speed is not null and not (>= 0.5 and <= 2))
            throw new UsageException("--speed takes a number from 0.5 to 2.");
        var subtitleFile = parse.GetValue(_subtitleFile);
        return new SubmitFields
        {
            TargetLanguage = parse.GetRequiredValue(_to),
            SourceLanguage = parse.GetValue(_from),
            Subtitles = parse.GetValue(_subtitles),
            Output = parse.GetValue(_output),
            Priority = parse.GetValue(_priority),
            Voice = parse.GetValue(_voice),
            Speed = speed,
            Profile = parse.GetValue(_profile),
            Pool = parse.GetValue(_pool),
            Review = parse.GetValue(_review),
            SubtitleFile = subtitleFile is null ? null : await File.ReadAllTextAsync(subtitleFile.FullName, cancellationToken),
        };
    }
}
