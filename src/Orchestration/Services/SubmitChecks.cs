using System.Text;
using TransVox.Orchestration.Configuration;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Storage;
using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Services;

/// <summary>What is checked before a byte is read or a place is taken.</summary>
public static class SubmitChecks
{
    private const int MaxGlossary = 500;
    private const int MaxTerm = 200;
    private const int MaxKey = 200;
    private const int MaxStyle = 500;
    private const int MaxVoices = 32;
    private const int MaxSpeaker = 64;
    private const int MaxLanguages = 20;

    /// <summary>Checks a submission and returns the pool that it goes to.</summary>
    /// <exception cref="RequestException">With what to mend.</exception>
    public static string Check(SubmitCommand command, LiveLimits limits, string defaultPool, IStageRunner runner)
    {
        if (!FileNames.IsValid(command.FileName))
            throw new RequestException(ErrorCodes.InvalidFileName, "The file's name must have 1 to 255 bytes of UTF-8 and not only white space. Rename the file.");
        if (!Enum.IsDefined(command.Priority))
            throw Invalid("'priority' must be Low, Normal or High.");
        if (!Enum.IsDefined(command.Options.Subtitles))
            throw Invalid("'subtitles' must be Soft, Hard, Bilingual or None.");
        if (!Enum.IsDefined(command.Options.Output))
            throw Invalid("'output' must be Video, Audio, Dual, Subtitles or Transcript.");
        if (!(command.Options.Speed is >= 0.5 and <= 2))
            throw Invalid("'speed' must be 0.5 to 2.");
        if (command.Options.Style is { } style && (style.Length > MaxStyle || style.Any(char.IsControl)))
            throw Invalid($"'style' must be one line of at most {MaxStyle} characters.");
        if (command.Options.Formality is { } formality && !Enum.IsDefined(formality))
            throw Invalid("'formality' must be Formal or Informal.");
        if (command.Options.Voices is { } voices && (voices.Count > MaxVoices || voices.Keys.Any(name => name.Length is 0 or > MaxSpeaker)))
            throw Invalid($"'voices' has at most {MaxVoices} speakers, whose names have 1 to {MaxSpeaker} characters.");
        if (command.IdempotencyKey is { } key && (key.Length is 0 or > MaxKey || key.Any(c => c is < ' ' or > '~')))
            throw Invalid($"'Idempotency-Key' must be 1 to {MaxKey} printable ASCII characters.");
        CheckGlossary(command.Options.Glossary);
        CheckTexts(command);
        CheckLanguages(command.Options);
        var pool = PoolOf(command.Pool, command.Options, limits, defaultPool, runner);
        CheckEngines(command.Options, command.Subtitles is not null, runner);
        return pool;
    }

    /// <summary>The pool that a job goes to: the one that it names, its profile's, or the default.</summary>
    /// <exception cref="RequestException"><c>invalid_request</c>.</exception>
    public static string PoolOf(string? named, DubbingOptions options, LiveLimits limits, string defaultPool, IStageRunner runner)
    {
        var pool = named ?? ProfileOf(options, runner).Pool ?? defaultPool;
        return LimitsFromOptions.PoolsOf(limits, defaultPool).Contains(pool)
            ? pool
            : throw Invalid($"There is no pool '{Shown(pool)}'. Pools: {string.Join(", ", LimitsFromOptions.PoolsOf(limits, defaultPool))}.");
    }

    /// <summary>Checks a glossary.</summary>
    /// <exception cref="RequestException"><c>invalid_request</c>.</exception>
    public static void CheckGlossary(IReadOnlyList<GlossaryTerm> terms)
    {
        if (terms.Count > MaxGlossary)
            throw Invalid($"A glossary has at most {MaxGlossary} terms.");
        foreach (var term in terms)
        {
            if (string.IsNullOrWhiteSpace(term.Source) || term.Source.Length > MaxTerm || term.Translation?.Length > MaxTerm)
                throw Invalid($"Every term of a glossary needs a source, and at most {MaxTerm} characters on each side.");
        }
    }

    /// <summary>What is brought, what is asked for and what is in between must make sense together.</summary>
    private static void CheckTexts(SubmitCommand command)
    {
        var options = command.Options;
        var brings = command.Subtitles is not null;
        if (options.TargetLanguage.Length == 0 && options.Output != OutputKind.Transcript)
            throw Invalid("'targetLanguage' is missing. Give the language to dub into, such as 'es'; only the output Transcript needs none.");
        if (options.Output == OutputKind.Transcript && brings)
            throw Invalid("A transcript is what is recognized in the video, which your subtitles make needless. Leave them out, or ask for the output Subtitles.");
        if (options.Output == OutputKind.Transcript && command.Review)
            throw Invalid("A review checks a translation, and a transcript has none. Leave 'review' out; the transcript can be corrected afterwards.");
        if (options.SubtitleLanguage is { } language && (!brings || (language != options.SourceLanguage && language != options.TargetLanguage)))
            throw Invalid("'subtitleLanguage' goes with subtitles of your own, and is the language of the video or the target language.");
        if (options.Output == OutputKind.Subtitles && options.BringsTranslation())
            throw Invalid("Your subtitles are in the target language already. Ask for the output Video, Audio or Dual, which speak them.");
    }

    /// <summary>Several languages, and what is made of them together.</summary>
    private static void CheckLanguages(DubbingOptions options)
    {
        var languages = options.TargetLanguages ?? [];
        if (languages.Count > MaxLanguages)
            throw Invalid($"'targetLanguages' names {languages.Count} languages; at most {MaxLanguages} are dubbed at once.");
        if (languages.GroupBy(language => language).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw Invalid($"'targetLanguages' names '{Shown(twice.Key)}' twice.");
        if (options.SubtitleLanguage is { } own && own != options.SourceLanguage && languages.Count > 0)
            throw Invalid("Subtitles of your own that are a translation are for one language. Submit that language by itself.");
        if (!options.Combine)
            return;
        if (languages.Count == 0)
            throw Invalid("'combine' joins several languages: give them as 'targetLanguages'.");
        if (options.Output is not (OutputKind.Video or OutputKind.Dual) || options.Subtitles == SubtitleMode.Hard)
            throw Invalid("'combine' makes a video with tracks to choose from: ask for the output Video or Dual, and for no subtitles in the picture (Hard).");
    }

    public static RequestException Invalid(string message) => new(ErrorCodes.InvalidRequest, message);

    /// <summary>The profile that options name, or the default.</summary>
    /// <exception cref="RequestException"><c>invalid_request</c>.</exception>
    public static ProfileOffer ProfileOf(DubbingOptions options, IStageRunner runner)
    {
        try
        {
            return runner.ProfileOf(options);
        }
        catch (StageException e)
        {
            throw new RequestException(e.Code, e.Message);
        }
    }

    private static void CheckEngines(DubbingOptions options, bool ownSubtitles, IStageRunner runner)
    {
        try
        {
            runner.Validate(options, ownSubtitles);
        }
        catch (StageException e)
        {
            throw new RequestException(e.Code, e.Message);
        }
    }

    /// <summary>Foreign text in a message: short, and without control characters.</summary>
    private static string Shown(string text)
    {
        var shown = new StringBuilder();
        foreach (var c in text.Take(40))
            shown.Append(char.IsControl(c) ? '?' : c);
        return shown.ToString();
    }
}
