namespace TransVox.Pipeline.Configuration;

/// <summary>A program that stays between jobs and speaks JSON lines.</summary>
public sealed class WarmProfile
{
    /// <summary>Program to run.</summary>
    public string Program { get; set; } = "";

    /// <summary>Its arguments. Inputs and outputs come with each job, not here.</summary>
    public IList<string> Arguments { get; set; } = [];

    /// <summary>Processes per device, 1 to 32.</summary>
    public int Processes { get; set; } = 1;

    /// <summary>Jobs after which a process is replaced, 1 to 1000000.</summary>
    public int MaxJobs { get; set; } = 100;

    /// <summary>Resident memory in MB after which a process is replaced; 0 is no limit.</summary>
    public int MaxMemoryMb { get; set; }

    /// <summary>Longest time to load a model, in seconds, 1 to 3600.</summary>
    public int StartSeconds { get; set; } = 300;
}
