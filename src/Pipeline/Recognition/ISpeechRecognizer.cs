namespace TransVox.Pipeline.Recognition;

/// <summary>Turns recorded speech into text. What it says is checked afterwards, whoever said it.</summary>
internal interface ISpeechRecognizer
{
    /// <param name="audio">A WAV file: 16 kHz, mono, 16 bit.</param>
    /// <param name="language">Language that is spoken, or null to find out.</param>
    /// <param name="prompt">Names and terms to expect, or null.</param>
    /// <param name="progress">Told 0 to 1.</param>
    Task<RecognitionResult> RecognizeAsync(
        string audio, string? language, string? prompt, IProgress<double> progress, CancellationToken cancellationToken);
}
