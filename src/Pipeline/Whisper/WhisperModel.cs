namespace TransVox.Pipeline.Whisper;

/// <summary>A Whisper model that can be downloaded.</summary>
/// <param name="Name">What users call it.</param>
/// <param name="Address">Where it is.</param>
/// <param name="Bytes">Exact size of the file.</param>
/// <param name="Sha256">Hash of the file, in lower case.</param>
/// <param name="License">Under which its weights are given.</param>
/// <param name="Languages">What it understands: <c>99</c> languages, or <c>en</c>.</param>
/// <param name="Note">What it is for.</param>
public sealed record WhisperModel(string Name, Uri Address, long Bytes, string Sha256, string License, string Languages, string Note)
{
    /// <summary>Name of its file in the directory of models.</summary>
    public string FileName => $"ggml-{Name}.bin";

    /// <summary>Whether it understands more than English, and finds out which language is spoken.</summary>
    public bool IsMultilingual => Languages != "en";
}
