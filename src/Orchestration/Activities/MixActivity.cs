using Microsoft.Extensions.Hosting;
using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Activities;

/// <summary><see cref="Stage.Mix"/> as an activity.</summary>
public sealed class MixActivity(StageExecutor executor, IHostApplicationLifetime lifetime) : StageActivity(executor, lifetime);
