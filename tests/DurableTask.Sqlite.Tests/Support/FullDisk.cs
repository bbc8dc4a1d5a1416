using DurableTask.Sqlite.Engine;
using Microsoft.Data.Sqlite;

namespace DurableTask.Sqlite.Tests.Support;

/// <summary>Refuses commits as SQLite does on a full disk, while told to.</summary>
internal sealed class FullDisk : ICrashPoints
{
    private const int SqliteFull = 13;

    private readonly SemaphoreSlim _refused = new(0);

    private volatile bool _isFull;

    public bool IsFull
    {
        get => _isFull;
        set => _isFull = value;
    }

    public void Reached(CrashPoint point)
    {
        if (IsFull && point == CrashPoint.BeforeCommit)
        {
            _refused.Release();
            throw new SqliteException("database or disk is full", SqliteFull);
        }
    }

    public async Task RefusedAsync(int times)
    {
        for (var n = 0; n < times; n++)
        {
            Assert.True(await _refused.WaitAsync(RuntimeKit.Patience), "no commit was refused");
        }
    }
}
