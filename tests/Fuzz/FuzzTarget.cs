namespace TransVox.Fuzz;

/// <summary>Something that reads what others send.</summary>
/// <param name="Name">As it is called on the command line; its corpus and its dictionary have the same name.</param>
/// <param name="Run">
/// Reads an input. It returns, also where the input is refused as documented; any exception is a fault, and so is what takes long or much memory.
/// </param>
internal sealed record FuzzTarget(string Name, Action<byte[]> Run)
{
    /// <summary>Longest input in bytes that is tried: what is worth finding is found in short ones.</summary>
    public const int MaxInput = 4096;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("subtitles", SubtitleTarget.Run),
        new("form", FormTarget.Run),
        new("body", BodyTarget.Run),
        new("headers", HeaderTarget.Run),
        new("identity", IdentityTarget.Run),
        new("address", AddressTarget.Run),
        new("name", NameTarget.Run),
        new("configuration", ConfigurationTarget.Run),
        new("ffprobe", ProbeTarget.Run),
        new("translation", TranslationTarget.Run),
        new("recognition", RecognitionTarget.Run),
        new("sound", SoundTarget.Run),
        new("bundle", BundleTarget.Run),
    ];

    /// <summary>The target of a name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static FuzzTarget Find(string name) => All.FirstOrDefault(target => target.Name == name)
        ?? throw new ArgumentException($"There is no target '{name}'. Targets: {string.Join(", ", All.Select(target => target.Name))}.");
}
