using System.ComponentModel;
using TransVox.Pipeline.Stages;

namespace TransVox.Api.Endpoints;

/// <summary>Where a retry starts.</summary>
public sealed record RetryBody(
    [property: Description("First stage to run again; the failed one when left out.")] Stage? FromStage = null);
