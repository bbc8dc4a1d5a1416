using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.DurableTask.Entities;
using Microsoft.Extensions.DependencyInjection;

namespace TransVox.Orchestration.Tests.Runtimes;

/// <summary>Applies each operation of each <see cref="EntityInstance"/> once, however often the orchestration is replayed.</summary>
internal sealed class EntityOperations(IReadOnlyDictionary<string, Func<IServiceProvider, ITaskEntity>> entities)
{
    private readonly ConcurrentDictionary<(string Instance, int Number), (string? State, object Answer)> _applied = new();

    public (string? State, object Answer) Apply(string instanceId, int number, JsonElement request, string? state, DateTime now) =>
        _applied.GetOrAdd((instanceId, number), _ => Apply(EntityInstanceId.FromString(instanceId), request, state, now));

    private (string? State, object Answer) Apply(EntityInstanceId id, JsonElement request, string? state, DateTime now)
    {
        var input = request.TryGetProperty("input", out var json) ? json.GetString() : null;
        var services = new Clock(new FixedTime(new DateTimeOffset(now, TimeSpan.Zero)));
        try
        {
            var (after, result) = EntityCall.Apply(entities[id.Name](services), id, request.GetProperty("op").GetString()!, input, state);
            return (Write(after), new { result = Write(result) });
        }
        catch (Exception e)
        {
            // The boundary of user code: the caller gets it as an EntityOperationFailedException.
            var details = new { ErrorType = e.GetType().FullName, ErrorMessage = e.Message, IsNonRetriable = false };
            return (state, new { exceptionType = e.GetType().FullName, result = Write(e.Message), failureDetails = details });
        }
    }

    private static string? Write(object? value) => value is null or string ? (string?)value : JsonSerializer.Serialize(value, value.GetType(), DurableJson.Options);

    /// <summary>All that an entity of this service takes: the operation's clock.</summary>
    private sealed class Clock(TimeProvider time) : IServiceProvider, IServiceProviderIsService
    {
        public object? GetService(Type serviceType) =>
            serviceType == typeof(TimeProvider) ? time : serviceType == typeof(IServiceProviderIsService) ? this : null;

        public bool IsService(Type serviceType) => serviceType == typeof(TimeProvider);
    }
}
