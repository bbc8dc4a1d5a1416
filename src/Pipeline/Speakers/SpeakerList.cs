namespace TransVox.Pipeline.Speakers;

/// <summary>The content of <c>speakers.json</c>, in the order in which they first speak.</summary>
public sealed record SpeakerList(IReadOnlyList<Speaker> Speakers);
