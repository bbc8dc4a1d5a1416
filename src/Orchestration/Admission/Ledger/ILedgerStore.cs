namespace TransVox.Orchestration.Admission.Ledger;

/// <summary>Keeps one document with conditional writes.</summary>
public interface ILedgerStore
{
    /// <summary>
    /// The document as it is now. When its version is still <paramref name="knownVersion"/>, the content may be left out
    /// (<see cref="LedgerDocument.Content"/> null with the same version). No document: version and content null.
    /// </summary>
    Task<LedgerDocument> ReadAsync(string? knownVersion, CancellationToken cancellationToken);

    /// <summary>Writes if the version is still <paramref name="version"/> (null: if there is no document yet).</summary>
    /// <returns>The new version, or null when somebody else was faster.</returns>
    Task<string?> TryWriteAsync(ReadOnlyMemory<byte> content, string? version, CancellationToken cancellationToken);

    /// <summary>Whether the same call may succeed later.</summary>
    bool IsTransient(Exception exception);
}
