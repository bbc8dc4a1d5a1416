namespace TransVox.Bench.FunctionsApp;

/// <summary>Slots in use, and who waits in order of arrival.</summary>
public sealed class PlainSemaphoreState
{
    public int InUse { get; set; }

    public Queue<string> Waiting { get; set; } = new();
}
