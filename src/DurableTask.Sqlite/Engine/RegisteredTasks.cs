using Microsoft.DurableTask;
using Microsoft.DurableTask.Worker;

namespace DurableTask.Sqlite.Engine;

/// <summary>The worker's orchestrators and activities by name and version.</summary>
internal sealed class RegisteredTasks
{
    // Durable Task's own factory knows versions, but the interface that says so is internal to it.
    private const string VersionedFactory = "Microsoft.DurableTask.Worker.IVersionedTaskFactory";

    private readonly TryCreate<ITaskOrchestrator> _orchestrators;
    private readonly TryCreate<ITaskActivity> _activities;

    public RegisteredTasks(IDurableTaskFactory factory)
    {
        var versioned = factory.GetType().GetInterface(VersionedFactory);
        TryCreate<T>? Versioned<T>(string method) =>
            versioned?.GetMethod(method) is { } found ? found.CreateDelegate<TryCreate<T>>(factory) : null;
        _orchestrators = Versioned<ITaskOrchestrator>(nameof(factory.TryCreateOrchestrator))
            ?? ((TaskName name, TaskVersion _, IServiceProvider services, out ITaskOrchestrator? task) => factory.TryCreateOrchestrator(name, services, out task));
        _activities = Versioned<ITaskActivity>(nameof(factory.TryCreateActivity))
            ?? ((TaskName name, TaskVersion _, IServiceProvider services, out ITaskActivity? task) => factory.TryCreateActivity(name, services, out task));
    }

    private delegate bool TryCreate<T>(TaskName name, TaskVersion version, IServiceProvider services, out T? task);

    public ITaskOrchestrator? CreateOrchestrator(string name, string? version, IServiceProvider services) =>
        _orchestrators(name, new TaskVersion(version), services, out var task) ? task : null;

    public ITaskActivity? CreateActivity(string name, string? version, IServiceProvider services) =>
        _activities(name, new TaskVersion(version), services, out var task) ? task : null;
}
