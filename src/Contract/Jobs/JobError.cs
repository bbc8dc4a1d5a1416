using TransVox.Contract.Dubbing;

namespace TransVox.Contract;

/// <summary>Why a job ended without a result.</summary>
/// <param name="Code">Stable, see <see cref="ErrorCodes"/>.</param>
/// <param name="Message">What happened and what to do, fit for the user.</param>
/// <param name="Retryable">Whether <c>retry</c> makes sense.</param>
public sealed record JobError(string Code, string Message, Stage? Stage = null, bool Retryable = false);
