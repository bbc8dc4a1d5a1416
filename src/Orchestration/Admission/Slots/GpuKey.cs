namespace TransVox.Orchestration.Admission.Slots;

/// <summary>
/// Whose turn it is, as one comparable value: returning jobs, then the user's whole leases per weight, then decayed use per
/// weight, then virtual arrival, then arrival at the entity. Under <c>fifo</c> and <c>priority</c> the user's part is zero.
/// </summary>
internal readonly record struct GpuKey(bool Returning, long Share, double Use, long Arrival, long Sequence) : IComparable<GpuKey>
{
    public static bool operator <(GpuKey left, GpuKey right) => left.CompareTo(right) < 0;

    public static bool operator >(GpuKey left, GpuKey right) => left.CompareTo(right) > 0;

    public static bool operator <=(GpuKey left, GpuKey right) => left.CompareTo(right) <= 0;

    public static bool operator >=(GpuKey left, GpuKey right) => left.CompareTo(right) >= 0;

    public int CompareTo(GpuKey other)
    {
        if (Returning != other.Returning)
            return Returning ? -1 : 1;
        var order = Share.CompareTo(other.Share);
        if (order == 0)
            order = Use.CompareTo(other.Use);
        if (order == 0)
            order = Arrival.CompareTo(other.Arrival);
        return order != 0 ? order : Sequence.CompareTo(other.Sequence);
    }
}
