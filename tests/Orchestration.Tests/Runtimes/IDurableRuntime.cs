using Microsoft.DurableTask;
using Microsoft.Extensions.DependencyInjection;

namespace TransVox.Orchestration.Tests.Runtimes;

/// <summary>A runtime of Durable Task that scenarios run on; the orchestrators must bear each.</summary>
public interface IDurableRuntime
{
    /// <summary>Entities are made again from operations that they have done, which a test then sees once more.</summary>
    bool RepeatsOperations { get; }

    /// <summary>Registers a worker with these tasks, and a client.</summary>
    void AddTo(IServiceCollection services, Action<DurableTaskRegistry> tasks);
}
