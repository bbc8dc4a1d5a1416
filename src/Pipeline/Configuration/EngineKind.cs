namespace TransVox.Pipeline.Configuration;

/// <summary>What does a stage.</summary>
public enum EngineKind
{
    /// <summary>Programs of Debian packages, driven by this project's code.</summary>
    Embedded,

    /// <summary>Any programs, started for each job.</summary>
    Command,

    /// <summary>A program that stays, so that its model is loaded once.</summary>
    Warm,

    /// <summary>whisper.cpp in a process of its own; of Transcribe.</summary>
    Whisper,

    /// <summary>A server that speaks the audio and chat protocols of OpenAI; of Transcribe, Translate and Synthesize.</summary>
    OpenAi,

    /// <summary>Azure AI Speech and Azure Translator; of the same stages.</summary>
    Azure,
}
