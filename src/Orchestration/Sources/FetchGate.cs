using Microsoft.Extensions.Options;
using TransVox.Orchestration.Configuration;
using TransVox.Orchestration.Limits;

namespace TransVox.Orchestration.Sources;

/// <summary>How many videos this instance fetches at once: of one user at most half of them, so that another finds a place.</summary>
public sealed class FetchGate(IOptions<TransVoxOptions> options)
    : UserGate(options.Value.Source.MaxAtOnce, Math.Max(1, options.Value.Source.MaxAtOnce / 2));
