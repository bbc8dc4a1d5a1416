namespace TransVox.ModelServer.Faults;

/// <summary>The faults to come, the first that concerns a request first.</summary>
public sealed class FaultPlan
{
    private readonly Lock _lock = new();
    private List<(Fault Fault, int Seen)> _faults = [];

    /// <summary>Replaces the plan; without faults it behaves.</summary>
    public void Set(params Fault[] faults)
    {
        lock (_lock)
        {
            _faults = [.. faults.Select(fault => (fault, 0))];
        }
    }

    /// <summary>The fault of the next request to an address, or null.</summary>
    internal Fault? Take(string path)
    {
        lock (_lock)
        {
            for (var i = 0; i < _faults.Count; i++)
            {
                var (fault, seen) = _faults[i];
                if (fault.Path is not null && !path.EndsWith(fault.Path, StringComparison.Ordinal))
                {
                    continue;
                }

                _faults[i] = (fault, seen + 1);
                if (seen >= fault.Skip && seen - fault.Skip < fault.Times)
                {
                    return fault;
                }
            }

            return null;
        }
    }
}
