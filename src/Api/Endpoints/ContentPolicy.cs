namespace TransVox.Api.Endpoints;

/// <summary>What a browser may do with an answer.</summary>
public enum ContentPolicy
{
    /// <summary>Nothing: it is data.</summary>
    Data,

    /// <summary>The web page: its own scripts, styles and media.</summary>
    Page,

    /// <summary>The API reference, whose viewer writes style attributes.</summary>
    Reference,

    /// <summary>A page of text without scripts.</summary>
    Text,
}
