using System.CommandLine;

namespace TransVox.Cli.Commands;

/// <summary>Options of <c>submit</c> that say what the dub shall be.</summary>
internal sealed class SubmitOptions
{
    private readonly Option<string?> _to = new("--to") { Description = "Language to dub into (es, pt-br, …), or several with commas between; 'transvox languages' shows what there is. Needed for every output but Transcript.", HelpName = "LANG,…" };
    private readonly Option<bool> _combine = new("--combine") { Description = "With several languages, also one video with a sound and a subtitle track for each." };
    private readonly Option<string?> _from = new("--from") { Description = "Spoken language, or auto where the service finds it out (default: the service's, en).", HelpName = "LANG" };
    private readonly Option<SubtitleMode?> _subtitles = Choices.Option<SubtitleMode>("--subtitles", "Subtitles in the video");
    private readonly Option<OutputKind?> _output = Choices.Option<OutputKind>("--output", "What to deliver");
    private readonly Option<JobPriority?> _priority = Choices.Option<JobPriority>("--priority", "Among the user's jobs, where the service allows it");
    private readonly Option<string?> _voice = new("--voice") { Description = "Voice, by a name that 'transvox languages' shows.", HelpName = "NAME" };
    private readonly Option<double?> _speed = new("--speed") { Description = "Speaking rate, 0.5 to 2.", HelpName = "X" };
    private readonly Option<string[]> _voices = new("--voice-of") { Description = "Voice of one speaker, as the cues name them; may be repeated.", HelpName = "SPEAKER=NAME" };
    private readonly Option<string?> _style = new("--style") { Description = "How the translation should sound, in a line; for translators that can be told.", HelpName = "TEXT" };
    private readonly Option<Formality?> _formality = Choices.Option<Formality>("--formality", "How the translation addresses people");
    private readonly Option<string?> _profile = new("--profile") { Description = "Profile of engines, by a name that 'transvox languages' shows.", HelpName = "NAME" };
    private readonly Option<string?> _pool = new("--pool") { Description = "GPU pool.", HelpName = "NAME" };
    private readonly Option<bool> _review = new("--review") { Description = "Stop after translation until somebody approves." };

    private readonly Option<FileInfo?> _subtitleFile = new("--subtitle-file")
    {
        Description = "SRT, WebVTT or ASS file, in any usual encoding, to use instead of recognition.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _subtitleLanguage = new("--subtitle-language")
    {
        Description = "Language of that file: the video's (default), or the one to dub into; then it is the translation, and is spoken as it is.",
        HelpName = "LANG",
    };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_to, _combine, _from, _subtitles, _output, _voice, _voices, _speed, _style, _formality, _priority, _profile, _pool, _review, _subtitleFile, _subtitleLanguage])
            command.Options.Add(option);
    }

    public async Task<SubmitMembers> ReadAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        var speed = parse.GetValue(_speed);
        if (speed is not null and not (>= 0.5 and <= 2))
            throw new UsageException("--speed takes a number from 0.5 to 2.");
        var (to, output, subtitleFile) = (parse.GetValue(_to), parse.GetValue(_output), parse.GetValue(_subtitleFile));
        if (string.IsNullOrWhiteSpace(to?.Replace(',', ' ')) && output != OutputKind.Transcript)
            throw new UsageException("--to is missing: the language to dub into. Only --output Transcript needs none.");
        var targets = to?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        return new SubmitMembers
        {
            TargetLanguage = targets is [var only] ? only : null,
            TargetLanguages = targets.Length > 1 ? targets : null,
            Combine = parse.GetValue(_combine),
            SourceLanguage = parse.GetValue(_from),
            Subtitles = parse.GetValue(_subtitles),
            Output = output,
            Priority = parse.GetValue(_priority),
            Voice = parse.GetValue(_voice),
            Speed = speed,
            Voices = parse.GetValue(_voices) is { Length: > 0 } voices ? VoicesOf(voices) : null,
            Style = parse.GetValue(_style),
            Formality = parse.GetValue(_formality),
            Profile = parse.GetValue(_profile),
            Pool = parse.GetValue(_pool),
            Review = parse.GetValue(_review),
            SubtitleLanguage = parse.GetValue(_subtitleLanguage),
            SubtitleBytes = subtitleFile is null ? null : await File.ReadAllBytesAsync(subtitleFile.FullName, cancellationToken),
        };
    }

    // Sorted: idempotency keys are made of what was asked for, in whatever order.
    private static SortedDictionary<string, string> VoicesOf(string[] choices)
    {
        var voices = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var choice in choices)
        {
            var at = choice.LastIndexOf('=');
            if (at <= 0 || at == choice.Length - 1 || !voices.TryAdd(choice[..at], choice[(at + 1)..]))
                throw new UsageException($"--voice-of takes SPEAKER=NAME, once for each speaker, such as S1=es+m3; not '{choice}'.");
        }

        return voices;
    }
}
