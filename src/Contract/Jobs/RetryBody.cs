using System.ComponentModel;
using TransVox.Contract.Dubbing;

namespace TransVox.Contract;

/// <summary>Where a retry starts.</summary>
public sealed record RetryBody(
    [property: Description("First stage to run again; the failed one when left out.")] Stage? FromStage = null);
