using System.Text.Json;
using TransVox.Orchestration.Durable;

namespace TransVox.LocalHost.Durable.Execution;

/// <summary>Values as the JSON text that histories and messages carry.</summary>
internal static class DurableText
{
    /// <summary>JSON of a value by its own type, or null of null.</summary>
    public static string? Of(object? value) => value is null ? null : JsonSerializer.Serialize(value, value.GetType(), DurableJson.Options);

    /// <summary>The value, or null of null.</summary>
    public static object? To(string? json, Type type) => json is null ? null : JsonSerializer.Deserialize(json, type, DurableJson.Options);

    /// <summary>The value for a parameter of a type: a value type's default stands for null.</summary>
    public static object? ToParameter(string? json, Type type) =>
        To(json, type) ?? (type.IsValueType ? Activator.CreateInstance(type) : null);

    /// <summary>An entity id back from its <c>@name@key</c> form.</summary>
    public static EntityId EntityOf(string target)
    {
        var separator = target.IndexOf('@', 1);
        return new EntityId(target[1..separator], target[(separator + 1)..]);
    }
}
