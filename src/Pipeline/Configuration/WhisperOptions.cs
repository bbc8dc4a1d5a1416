namespace TransVox.Pipeline.Configuration;

/// <summary>Settings of whisper.cpp.</summary>
public sealed class WhisperOptions
{
    /// <summary>Name of a model that <c>transvox models</c> lists, or the absolute path of a ggml file.</summary>
    public string Model { get; set; } = "large-v3-turbo-q5_0";

    /// <summary>Absolute path of the directory of models. Default: <c>transvox/models</c> in the user's data directory.</summary>
    public string Models { get; set; } = Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "transvox", "models");

    /// <summary>Processes per device, each with the model in its memory, 1 to 32.</summary>
    public int Processes { get; set; } = 1;

    /// <summary>Threads of a process, 0 to 256; 0 takes as many as there are processors.</summary>
    public int Threads { get; set; }

    /// <summary>Longest time to load the model, in seconds, 1 to 3600.</summary>
    public int StartSeconds { get; set; } = 300;
}
