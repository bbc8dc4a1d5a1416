namespace DurableTask.Sqlite.Engine;

/// <summary>Fault injection: an exception thrown here ends the runtime as a crash of the process would, with nothing flushed.</summary>
internal interface ICrashPoints
{
    void Reached(CrashPoint point);
}
