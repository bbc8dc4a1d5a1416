namespace TransVox.Contract.Dubbing;

/// <summary>A term that translation must render in this way; a null translation keeps it as it is.</summary>
public sealed record GlossaryTerm(string Source, string? Translation = null);
