namespace TransVox.Contract;

/// <summary>What is wrong with a cue.</summary>
/// <param name="Code"><c>overlap</c>, <c>empty</c>, <c>too_long_for_slot</c>, <c>bad_times</c>, <c>low_confidence</c>, <c>bad_speaker</c>, or a mark of the cue.</param>
/// <param name="Blocking">Whether it must be mended before approval.</param>
public sealed record CueProblem(int Index, string Code, string Message, bool Blocking);
