namespace TransVox.Contract.Dubbing;

/// <summary>The steps of dubbing, in order.</summary>
public enum Stage
{
    /// <summary>
    /// Brings a video from an address into storage, for jobs that name one. The service does it, no engine. Before all others, whose
    /// numbers stand in stored queues.
    /// </summary>
    Fetch = -1,

    /// <summary>Reads container and streams; rejects what cannot be dubbed.</summary>
    Probe = 0,

    /// <summary>Decodes the sound track to PCM; finds truncated and silent files.</summary>
    Extract,

    /// <summary>Splits voice from background.</summary>
    Separate,

    /// <summary>Recognizes speech as timed cues.</summary>
    Transcribe,

    /// <summary>Translates the cues.</summary>
    Translate,

    /// <summary>Speaks the translated cues.</summary>
    Synthesize,

    /// <summary>Fits the speech to its slots, mixes it with the background, normalizes loudness.</summary>
    Mix,

    /// <summary>Joins video, dubbed sound and subtitles in one file.</summary>
    Mux,
}
