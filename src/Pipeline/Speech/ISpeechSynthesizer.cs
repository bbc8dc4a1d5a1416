namespace TransVox.Pipeline.Speech;

/// <summary>Speaks one line. What it wrote is measured afterwards.</summary>
internal interface ISpeechSynthesizer
{
    /// <summary>Fastest <see cref="SpeechRequest.Speed"/> that it takes; 1 where it cannot change its speed.</summary>
    double MostSpeed { get; }

    /// <summary>Lines that may be spoken at a time.</summary>
    int AtATime { get; }

    /// <summary>Voices of a language for speakers of a range, the best first; empty where the engine does not know.</summary>
    IReadOnlyList<string> VoicesFor(string language, VoiceRange range) => [];

    /// <param name="path">WAV file to write, of any rate and channels.</param>
    Task SpeakAsync(SpeechRequest request, string path, CancellationToken cancellationToken);
}
