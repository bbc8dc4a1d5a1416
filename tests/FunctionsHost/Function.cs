using System.Text.Json;

namespace TransVox.FunctionsHost;

/// <summary>A function of the published app: an entry of its <c>functions.metadata</c>.</summary>
/// <param name="Name">Name, unique without regard to case.</param>
/// <param name="ScriptFile">The app's assembly.</param>
/// <param name="EntryPoint">The method, fully qualified.</param>
/// <param name="Bindings">The trigger, inputs and outputs, as they are declared.</param>
public sealed record Function(string Name, string ScriptFile, string EntryPoint, IReadOnlyList<JsonElement> Bindings)
{
    private const string TriggerSuffix = "Trigger";

    public JsonElement Trigger => Bindings.Single(binding => TypeOf(binding).EndsWith(TriggerSuffix, StringComparison.OrdinalIgnoreCase));

    public string TriggerType => TypeOf(Trigger);

    /// <summary>Name of the parameter that takes a durable client; null when there is none.</summary>
    public string? ClientParameter => Bindings.Where(binding => TypeOf(binding) == "durableClient").Select(binding => Text(binding, "name")).SingleOrDefault();

    public static string TypeOf(JsonElement binding) => Text(binding, "type") ?? throw new InvalidDataException($"A binding has no type: {binding}");

    /// <summary>A member's text, or null.</summary>
    public static string? Text(JsonElement binding, string member) =>
        binding.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
