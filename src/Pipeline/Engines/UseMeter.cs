using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Engines;

/// <summary>Counts what one run of a stage uses, whichever client of it is called how deep and on how many threads.</summary>
internal sealed class UseMeter
{
    private static readonly AsyncLocal<UseMeter?> Current = new();
    private readonly Lock _lock = new();
    private EngineUse _use = EngineUse.None;

    private UseMeter()
    {
    }

    /// <summary>What was used so far; null when nothing was counted.</summary>
    public EngineUse? Use
    {
        get
        {
            lock (_lock)
            {
                return _use == EngineUse.None ? null : _use;
            }
        }
    }

    /// <summary>Counts for everything that is awaited from here on.</summary>
    public static UseMeter Start() => Current.Value = new UseMeter();

    /// <summary>Adds to the run that this is part of; outside of one it does nothing.</summary>
    public static void Add(EngineUse use)
    {
        if (Current.Value is { } meter)
        {
            lock (meter._lock)
            {
                meter._use = meter._use.Plus(use);
            }
        }
    }
}
