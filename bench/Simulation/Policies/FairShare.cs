namespace TransVox.Bench.Simulation.Policies;

/// <summary>
/// Compares what users have with what water-filling gives them: at every moment, capacity in proportion to weights, to nobody more than it can use now
/// (its leases and the tickets that stand at the pool). Exact: both are constant between two events, and are integrated over them.
/// </summary>
internal sealed class FairShare(IReadOnlyList<SimulatedUser> users, int slots, double windowSeconds)
{
    private const int FewestUsers = 5;

    private readonly double[] _weight = [.. users.Select(user => user.Weight)];
    private readonly int[] _demand = new int[users.Count];
    private readonly int[] _used = new int[users.Count];
    private readonly double[] _share = new double[users.Count];
    private readonly double[] _lag = new double[users.Count];
    private readonly double[] _had = new double[users.Count];
    private readonly double[] _due = new double[users.Count];
    private readonly bool[] _throughout = new bool[users.Count];
    private readonly List<int> _active = [];
    private readonly int[] _place = [.. users.Select(_ => -1)];
    private readonly List<double> _peaks = [];
    private readonly double[] _peak = new double[users.Count];
    private readonly double[] _most = new double[users.Count];
    private readonly double _window = windowSeconds;
    private double _now;
    private double _windowEnd = windowSeconds;
    private long _demanded;
    private long _inUse;
    private bool _stale = true;

    /// <summary>Slot-seconds by which the user that was worst off was behind.</summary>
    public double WorstLag { get; private set; }

    /// <summary>
    /// The worst lag over the slots that its user was due at most meanwhile, in seconds: where nobody is interrupted, each of them can come one
    /// lease late.
    /// </summary>
    public double WorstDelay { get; private set; }

    /// <summary>Slot-seconds that were free while somebody's ticket stood at the pool.</summary>
    public double Idle { get; private set; }

    /// <summary>Slot-seconds in use.</summary>
    public double Busy { get; private set; }

    /// <summary>Jain's index of what users had over what they were due, of every window, over those that waited or ran throughout it.</summary>
    public List<double> Jain { get; } = [];

    /// <summary>The greatest lag of each of a user's busy periods, in slot-seconds.</summary>
    public IReadOnlyList<double> Peaks => _peaks;

    /// <summary>Time goes on to <paramref name="now"/>.</summary>
    public void Advance(double now)
    {
        while (now >= _windowEnd)
        {
            Pass(_windowEnd);
            EndWindow();
        }

        Pass(now);
    }

    /// <summary>A user's tickets at the pool, waiting or leased, take this much more or less of it.</summary>
    public void Demand(int user, int cost)
    {
        _stale = true;
        _demanded += cost;
        _demand[user] += cost;
        if (_place[user] < 0)
        {
            _place[user] = _active.Count;
            _active.Add(user);
            _throughout[user] = false;
        }
        else if (_demand[user] == 0)
        {
            var last = _active[^1];
            (_active[_place[user]], _place[last]) = (last, _place[user]);
            _active.RemoveAt(_active.Count - 1);
            _place[user] = -1;
            _throughout[user] = false;
            _peaks.Add(_peak[user]);
            (_lag[user], _peak[user], _most[user]) = (0, 0, 0);
        }
    }

    /// <summary>A user's leases take this much more or less.</summary>
    public void Use(int user, int cost)
    {
        _used[user] += cost;
        _inUse += cost;
    }

    private void Pass(double now)
    {
        var seconds = now - _now;
        _now = now;
        if (seconds <= 0 || _active.Count == 0)
            return;
        if (_stale)
            Fill();
        Busy += seconds * _inUse;
        if (_demanded > _inUse)
            Idle += seconds * Math.Max(0, Math.Min(slots, _demanded) - _inUse);
        foreach (var user in _active)
        {
            var (had, due) = (seconds * _used[user], seconds * _share[user]);
            _had[user] += had;
            _due[user] += due;
            _most[user] = Math.Max(_most[user], _share[user]);
            var lag = _lag[user] += due - had;
            if (lag > _peak[user])
            {
                _peak[user] = lag;
                WorstLag = Math.Max(WorstLag, lag);
                WorstDelay = Math.Max(WorstDelay, lag / _most[user]);
            }
        }
    }

    /// <summary>Those who can use less than their part of what is left get what they can use; the rest share anew.</summary>
    private void Fill()
    {
        _stale = false;
        var (left, weight) = ((double)slots, 0.0);
        foreach (var user in _active)
        {
            _share[user] = -1;
            weight += _weight[user];
        }

        for (var changed = true; changed;)
        {
            changed = false;
            var level = weight > 0 ? left / weight : 0;
            foreach (var user in _active)
            {
                if (_share[user] >= 0 || _demand[user] > level * _weight[user])
                    continue;
                _share[user] = _demand[user];
                left -= _demand[user];
                weight -= _weight[user];
                changed = true;
            }
        }

        foreach (var user in _active)
        {
            if (_share[user] < 0)
                _share[user] = left / weight * _weight[user];
        }
    }

    private void EndWindow()
    {
        var (sum, squares, count) = (0.0, 0.0, 0);
        foreach (var user in _active)
        {
            if (_throughout[user] && _due[user] > 0)
            {
                var ratio = _had[user] / _due[user];
                (sum, squares, count) = (sum + ratio, squares + (ratio * ratio), count + 1);
            }
        }

        if (count >= FewestUsers && squares > 0)
            Jain.Add(sum * sum / (count * squares));
        Array.Clear(_had);
        Array.Clear(_due);
        Array.Clear(_throughout);
        foreach (var user in _active)
            _throughout[user] = true;
        _windowEnd += _window;
    }
}
