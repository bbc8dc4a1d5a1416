using Microsoft.Extensions.Hosting;
using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Activities;

/// <summary><see cref="Stage.Mux"/> as an activity.</summary>
public sealed class MuxActivity(StageExecutor executor, IHostApplicationLifetime lifetime) : StageActivity(executor, lifetime);
