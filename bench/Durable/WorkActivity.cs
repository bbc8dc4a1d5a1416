using System.Diagnostics;
using Microsoft.DurableTask;
using Microsoft.Extensions.Hosting;

namespace TransVox.Bench.Durable;

/// <summary>The work that needs the slots: it takes its time, and notes when it ran and how many ran beside it.</summary>
public sealed class WorkActivity(TimeProvider time, IHostApplicationLifetime lifetime) : TaskActivity<SlotJob, string>
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

    public int Ends => Starts - _running;

    private int Starts { get; set; }

    /// <summary>Milliseconds from the ends of work to the starts that followed them.</summary>
    public static List<double> Gaps(List<(bool IsStart, long Timestamp)> log, int samples)
    {
        var gaps = new List<double>();
        for (var n = 1; n < log.Count && gaps.Count < samples; n++)
        {
            if (log[n].IsStart && !log[n - 1].IsStart)
            {
                gaps.Add(Stopwatch.GetElapsedTime(log[n - 1].Timestamp, log[n].Timestamp).TotalMilliseconds);
            }
        }

        return gaps;
    }

    public override Task<string> RunAsync(TaskActivityContext context, SlotJob input) => RunAsync(input);

    public async Task<string> RunAsync(SlotJob input)
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
