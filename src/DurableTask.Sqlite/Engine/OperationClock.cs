namespace DurableTask.Sqlite.Engine;

/// <summary>The time that an entity's operation is given as now.</summary>
internal sealed class OperationClock : TimeProvider
{
    private DateTimeOffset _now;

    /// <param name="ticks">UTC.</param>
    public void Set(long ticks) => _now = new DateTimeOffset(ticks, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => _now;
}
