namespace TransVox.Pipeline.Stages;

/// <summary>Why a cue deserves a look; the engine gave the best it had.</summary>
public static class CueMarks
{
    /// <summary>No translation came back; the cue stays silent.</summary>
    public const string NotTranslated = "not_translated";

    /// <summary>The translation is what was said, in the source language.</summary>
    public const string SourceLanguage = "source_language";

    /// <summary>The translation has a note, mark-up, a refusal or parts of another line in it.</summary>
    public const string ForeignText = "foreign_text";

    /// <summary>A number, an address, a unit or a name is missing in the translation.</summary>
    public const string LostFact = "lost_fact";

    /// <summary>The translation was made shorter to be spoken in time.</summary>
    public const string Shortened = "shortened";
}
