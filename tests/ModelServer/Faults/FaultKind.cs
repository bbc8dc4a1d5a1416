using System.Text.Json.Serialization;

namespace TransVox.ModelServer.Faults;

/// <summary>How the server misbehaves.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FaultKind>))]
public enum FaultKind
{
    /// <summary>Answers with a status.</summary>
    Status,

    /// <summary>Ends the connection before it answers.</summary>
    Reset,

    /// <summary>Ends the connection in the middle of its answer.</summary>
    Cut,

    /// <summary>Never answers.</summary>
    Hang,

    /// <summary>Answers a byte at a time.</summary>
    Drip,

    /// <summary>JSON that ends in the middle.</summary>
    InvalidJson,

    /// <summary>Leaves a line out.</summary>
    Missing,

    /// <summary>Says a line twice, under one id.</summary>
    Doubled,

    /// <summary>Gives two lines each other's id.</summary>
    Swapped,

    /// <summary>Joins two lines under the id of the first.</summary>
    Merged,

    /// <summary>Gives lines back in the language in which they came.</summary>
    Untranslated,

    /// <summary>Adds notes to lines.</summary>
    Notes,

    /// <summary>Says every line twice as long.</summary>
    TwiceAsLong,

    /// <summary>Hears words where nobody speaks.</summary>
    Phantom,

    /// <summary>Hears the last segment again and again.</summary>
    Loop,

    /// <summary>Sound of another rate, in stereo.</summary>
    WrongRate,

    /// <summary>A sound file without sound.</summary>
    Empty,

    /// <summary>Sound that is silent.</summary>
    Silent,

    /// <summary>A web page instead of sound.</summary>
    NoSound,
}
