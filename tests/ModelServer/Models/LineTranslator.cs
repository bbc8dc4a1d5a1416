using CliWrap;
using TransVox.Pipeline.Configuration;
using TransVox.Pipeline.Embedded;
using TransVox.Pipeline.Processes;
using TransVox.Pipeline.Stages;

namespace TransVox.ModelServer.Models;

/// <summary>Translates lines with apertium.</summary>
internal sealed class LineTranslator(ProcessRunner programs)
{
    public const string Model = "apertium";

    /// <summary>Whether there is a mode for a pair.</summary>
    public static bool Has(string from, string to) => File.Exists(Path.Combine(new EmbeddedOptions().TranslatorModes, Mode(from, to) + ".mode"));

    public async Task<IReadOnlyList<string>> TranslateAsync(
        string from, string to, IReadOnlyList<string> lines, IReadOnlyList<GlossaryTerm> terms, CancellationToken cancellationToken)
    {
        var glossary = new Glossary(terms);
        // A full stop of its own ends a line that has nothing to translate.
        var prepared = lines.Select(line => glossary.Protect(TranslationText.Prepare(line, Languages.Base(from))) is { Length: > 0 } text ? text : ".").ToList();
        var modes = Path.GetDirectoryName(new EmbeddedOptions().TranslatorModes)!;
        var outcome = await programs.RunCheckedAsync(
            new ProcessSpec("apertium", ["-u", "-d", modes, Mode(from, to)])
            {
                StandardInput = PipeSource.FromString(string.Concat(prepared.Select(line => line + "\n"))),
                CaptureOutput = true,
            },
            cancellationToken);
        var translated = outcome.Output.TrimEnd('\n').Split('\n');
        return [.. prepared.Select((line, i) => TranslationText.Tidy(glossary.Restore(line, translated[i]) ?? translated[i]))];
    }

    private static string Mode(string from, string to) => $"{Languages.ThreeLetter(from)}-{Languages.ThreeLetter(to)}";
}
