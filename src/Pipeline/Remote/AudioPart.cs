namespace TransVox.Pipeline.Remote;

/// <summary>A part of a recording that one request can take. Times are seconds from its start.</summary>
/// <param name="From">Where the sound that is sent begins.</param>
/// <param name="To">Where it ends.</param>
/// <param name="Start">From here on what is heard counts; later than <paramref name="From"/> where no pause was found to cut at.</param>
/// <param name="End">Until here.</param>
internal sealed record AudioPart(double From, double To, double Start, double End);
