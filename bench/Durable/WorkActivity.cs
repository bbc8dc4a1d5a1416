using System.Diagnostics;
using Microsoft.DurableTask;
using Microsoft.Extensions.Hosting;

namespace TransVox.Bench.Durable;

/// <summary>The work that needs the slots: it takes its time, and notes when it ran and how many ran beside it.</summary>
internal sealed class WorkActivity(TimeProvider time, IHostApplicationLifetime lifetime) : TaskActivity<SlotJob, string>
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _ofUser = [];
    private readonly List<(bool IsStart, long Timestamp)> _log = [];
    private int _running;


    /// <summary>While set, activities wait for it before they do anything else.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>Told the number of starts so far.</summary>
    public Action<int> Started { get; set; } = _ => { };

    public int MostAtOnce { get; private set; }

    public int MostOfOneUser { get; private set; }

    private int Starts { get; set; }

    public override async Task<string> RunAsync(TaskActivityContext context, SlotJob input)
    {
        Enter(input.UserId);
        await Gate.WaitAsync(lifetime.ApplicationStopping);
        await Task.Delay(TimeSpan.FromMilliseconds(input.Milliseconds), time, lifetime.ApplicationStopping);
        Leave(input.UserId);
        return "done";
    }

    /// <summary>Starts and ends as timestamps, in order, so far.</summary>
    public List<(bool IsStart, long Timestamp)> Snapshot()
    {
        lock (_gate)
            return [.. _log];
    }

    private void Enter(string user)
    {
        var now = Stopwatch.GetTimestamp();
        int starts;
        lock (_gate)
        {
            _log.Add((true, now));
            _ofUser[user] = _ofUser.GetValueOrDefault(user) + 1;
            MostAtOnce = Math.Max(MostAtOnce, ++_running);
            MostOfOneUser = Math.Max(MostOfOneUser, _ofUser[user]);
            starts = ++Starts;
        }

        Started(starts);
    }

    private void Leave(string user)
    {
        lock (_gate)
        {
            _running--;
            _ofUser[user]--;
            _log.Add((false, Stopwatch.GetTimestamp()));
        }
    }
}
