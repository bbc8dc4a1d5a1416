using Microsoft.Extensions.DependencyInjection;

namespace DurableTask.Sqlite.Engine;

/// <summary>
/// The services of an orchestration, or of a batch of an entity's operations: a scope, made when something that is registered is asked
/// for. Most tasks ask for nothing, and every instance in memory has one of these.
/// </summary>
/// <param name="services">Of the host.</param>
/// <param name="clock">What is given for a <see cref="TimeProvider"/>, or null: the host's.</param>
internal sealed class TaskScope(IServiceProvider services, TimeProvider? clock = null) : IKeyedServiceProvider, IDisposable
{
    private IServiceScope? _scope;

    private IServiceProvider Scoped => (_scope ??= services.CreateScope()).ServiceProvider;

    public object? GetService(Type serviceType)
    {
        if (clock is not null && serviceType == typeof(TimeProvider))
        {
            return clock;
        }

        var isKnown = _scope is not null || services.GetService<IServiceProviderIsService>()?.IsService(serviceType) != false;
        return isKnown ? Scoped.GetService(serviceType) : null;
    }

    public object? GetKeyedService(Type serviceType, object? serviceKey) => Scoped is IKeyedServiceProvider keyed
        ? keyed.GetKeyedService(serviceType, serviceKey)
        : throw new InvalidOperationException("The host's services have no keys.");

    public object GetRequiredKeyedService(Type serviceType, object? serviceKey) => Scoped.GetRequiredKeyedService(serviceType, serviceKey);

    public void Dispose() => _scope?.Dispose();
}
