namespace TransVox.Pipeline.Configuration;

/// <summary>Settings of the embedded engines.</summary>
public sealed class EmbeddedOptions
{
    /// <summary>Recognizer processes per job, 1 to 16. Each takes about 110 MB.</summary>
    public int RecognizerProcesses { get; set; } = Math.Clamp(Environment.ProcessorCount, 1, 2);

    /// <summary>Directory of the recognizer's model.</summary>
    public string RecognizerModel { get; set; } = "/usr/share/pocketsphinx/model/en-us";

    /// <summary>Language that the recognizer's model speaks.</summary>
    public string RecognizerLanguage { get; set; } = "en";

    /// <summary>Directory of the translator's modes.</summary>
    public string TranslatorModes { get; set; } = "/usr/share/apertium/modes";

    /// <summary>Directories that may hold the speech synthesizer's data.</summary>
    public IList<string> SpeechData { get; set; } =
        ["/usr/lib/x86_64-linux-gnu/espeak-ng-data", "/usr/lib/aarch64-linux-gnu/espeak-ng-data", "/usr/share/espeak-ng-data"];

    /// <summary>Words per minute at speed 1, 80 to 300.</summary>
    public int WordsPerMinute { get; set; } = 160;
}
