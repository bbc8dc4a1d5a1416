using TransVox.Pipeline.Speech;

namespace TransVox.Pipeline.Speakers;

/// <summary>Somebody who speaks in a video.</summary>
/// <param name="Name">Label, as cues carry it; empty for cues without one.</param>
/// <param name="Pitch">Median of the voice's fundamental frequency in hertz, or null where too little is voiced.</param>
/// <param name="Range">How high that is.</param>
/// <param name="Voice">Voice of the dub, once chosen.</param>
/// <param name="Reference">Name of the reference clip among the references, or null where there is none.</param>
public sealed record Speaker(string Name, double? Pitch, VoiceRange Range, string? Voice = null, string? Reference = null);
