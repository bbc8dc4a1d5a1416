namespace TransVox.Orchestration.Outbound;

/// <summary>Names of hosts in addresses. Pure.</summary>
internal static class HostNames
{
    /// <summary>
    /// The host of an address as DNS has it, in ASCII; null where there is none, letters that no name can have, or a zone (<c>%eth0</c>), which
    /// means something on one machine only and is lost when the address is written.
    /// </summary>
    public static string? OfDns(Uri address)
    {
        // What decoding puts where bytes were no text. Without the system's tables of letters nothing else would refuse it.
        if (address.Host.Contains('\uFFFD', StringComparison.Ordinal))
            return null;
        try
        {
            return address.Host.Length == 0 || address.IdnHost.Contains('%', StringComparison.Ordinal) ? null : address.IdnHost;
        }
        catch (UriFormatException)
        {
            // Such an address can be made, and says only when it is asked that its host is none.
            return null;
        }
    }
}
