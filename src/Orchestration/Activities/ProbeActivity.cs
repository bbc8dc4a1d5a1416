using Microsoft.Extensions.Hosting;
using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Activities;

/// <summary><see cref="Stage.Probe"/> as an activity.</summary>
public sealed class ProbeActivity(StageExecutor executor, IHostApplicationLifetime lifetime) : StageActivity(executor, lifetime);
