using TransVox.Pipeline.Engines;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Recognition;

/// <summary>What the stage must know of a recognizer beside how to ask it.</summary>
internal sealed record RecognizerTraits
{
    /// <summary>Changes when the same sound may give another text: program, model, address.</summary>
    public required Func<DubbingOptions, string> Fingerprint { get; init; }

    /// <summary>Languages that it knows, and whether it finds out which one is spoken.</summary>
    public EngineOffer Offer { get; init; } = EngineOffer.Anything;

    /// <summary>What it needs and this machine does not have.</summary>
    public Func<IEnumerable<string>> Missing { get; init; } = () => [];

    public bool UsesGpu { get; init; }

    public bool NeedsDevice { get; init; }

    /// <summary>Most seconds of sound that it takes at once, from 10.</summary>
    public double MaxPartSeconds { get; init; } = 600;

    /// <summary>Parts that it takes at a time.</summary>
    public int Parallel { get; init; } = 1;

    /// <summary>Ended with the stage: the recognizer's processes or connections.</summary>
    public IAsyncDisposable? Owned { get; init; }
}
