namespace TransVox.Pipeline.Translation;

/// <summary>Translates lines of a dialogue. What it returns is checked afterwards: lines may be missing, doubled or wrong.</summary>
internal interface ILineTranslator
{
    /// <summary>Most lines that one request should hold.</summary>
    int MostLines { get; }

    /// <summary>Whether it can say a line in fewer words when asked (<see cref="SourceLine.TooLong"/>).</summary>
    bool CanShorten { get; }

    /// <summary>Whether it heeds <see cref="TranslationRequest.Style"/> and <see cref="TranslationRequest.Formality"/>.</summary>
    bool HeedsStyle => CanShorten;

    /// <returns>Id and translation of each line that came back.</returns>
    Task<IReadOnlyList<(int Id, string Text)>> TranslateAsync(TranslationRequest request, CancellationToken cancellationToken);
}
