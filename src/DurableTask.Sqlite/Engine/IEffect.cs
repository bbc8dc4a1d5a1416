namespace DurableTask.Sqlite.Engine;

/// <summary>Something that becomes visible outside the engine once its batch is durable.</summary>
internal interface IEffect
{
    void Release();

    /// <summary>The engine ended before the commit.</summary>
    void Abandon(Exception reason);
}
