using TransVox.Pipeline.Recognition;

namespace TransVox.Pipeline.Remote;

/// <summary>Has a service recognize one part of a recording.</summary>
internal interface IPartRecognizer
{
    /// <summary>Longest part that one request takes, in seconds.</summary>
    double MostSeconds { get; }

    /// <param name="audio">WAV file of the whole recording.</param>
    /// <returns>Segments with times from the start of the recording.</returns>
    Task<RecognitionResult> RecognizeAsync(string audio, AudioPart part, string? language, string? prompt, CancellationToken cancellationToken);
}
