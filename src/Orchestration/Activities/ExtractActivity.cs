using Microsoft.Extensions.Hosting;
using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Activities;

/// <summary><see cref="Stage.Extract"/> as an activity.</summary>
public sealed class ExtractActivity(StageExecutor executor, IHostApplicationLifetime lifetime) : StageActivity(executor, lifetime);
