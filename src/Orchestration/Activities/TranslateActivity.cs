using Microsoft.Extensions.Hosting;
using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Activities;

/// <summary><see cref="Stage.Translate"/> as an activity.</summary>
public sealed class TranslateActivity(StageExecutor executor, IHostApplicationLifetime lifetime) : StageActivity(executor, lifetime);
