namespace TransVox.Contract.Dubbing;

/// <summary>How the dub addresses people.</summary>
public enum Formality
{
    /// <summary>As one addresses strangers.</summary>
    Formal,

    /// <summary>As one addresses friends.</summary>
    Informal,
}
