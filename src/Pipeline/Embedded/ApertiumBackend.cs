using TransVox.Pipeline.Engines;
using TransVox.Pipeline.Processes;
using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Translation;

namespace TransVox.Pipeline.Embedded;

/// <summary>Translation by apertium: all lines in one run, one line each; glossary terms are kept. It cannot rephrase.</summary>
internal sealed class ApertiumBackend(EmbeddedTools tools) : ITranslatorBackend
{
    private const string Program = "apertium";
    private static readonly string[] Programs = [Program, "lt-proc"];

    public bool UsesGpu => false;

    public bool NeedsDevice => false;

    public EngineOffer Offer => new() { Pairs = [.. Pairs().GroupBy(pair => pair.From, pair => pair.To, (from, to) => new LanguagePairs(from, [.. to]))] };

    public string Fingerprint(DubbingOptions options) =>
        string.Join('|', ["apertium/1", .. Programs.Select(ToolLocator.Stamp), FindMode(options) ?? ""]);

    public IEnumerable<string> Missing() => Programs.Where(program => ToolLocator.Find(program) is null).Concat(Pairs().Any() ? [] : ["translation pairs"]);

    public Task<string> NameAsync(DubbingOptions options, CancellationToken cancellationToken) =>
        Task.FromResult($"embedded (apertium {FindMode(options)})");

    public ILineTranslator Open(StageRequest request) => new ApertiumTranslator(
        tools,
        request.WorkDirectory,
        FindMode(request.Options) ?? throw new StageException(
            ErrorCodes.UnsupportedPair,
            $"No translation from '{request.Options.SourceLanguage}' to '{request.Options.TargetLanguage}' is installed on this machine."));

    private string? FindMode(DubbingOptions options) => FindMode(options.SourceLanguage, options.TargetLanguage);

    private string? FindMode(string spoken, string wanted)
    {
        foreach (var (source, target) in
            from source in Codes(spoken)
            from target in Codes(wanted)
            select (source, target))
        {
            if (File.Exists(Path.Combine(tools.Options.TranslatorModes, $"{source}-{target}.mode")))
            {
                return $"{source}-{target}";
            }
        }

        return null;
    }

    /// <summary>Names of a language in file names of modes, the most particular first: <c>por_BR</c>, <c>por</c>, <c>pt</c>.</summary>
    private static IEnumerable<string> Codes(string code)
    {
        var language = Languages.Base(code);
        if (language.Length < code.Length)
        {
            yield return Languages.ThreeLetter(code) + "_" + code[(language.Length + 1)..].ToUpperInvariant();
        }

        yield return Languages.ThreeLetter(code);
        yield return language;
    }

    private IEnumerable<(string From, string To)> Pairs() =>
        Directory.Exists(tools.Options.TranslatorModes)
            ? from file in Directory.EnumerateFiles(tools.Options.TranslatorModes, "*.mode")
              let names = Path.GetFileNameWithoutExtension(file).Split('-')
              where names.Length == 2
              let pair = (From: Languages.FromAny(names[0]), To: Languages.FromAny(names[1]))
              // Only what a request can name, and what is then found under that name.
              where Languages.IsKnown(pair.From) && Languages.IsKnown(pair.To) && FindMode(pair.From, pair.To) is not null
              select pair
            : [];
}
