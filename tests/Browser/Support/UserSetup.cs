using Microsoft.Playwright;

namespace TransVox.Browser.Support;

/// <summary>How somebody's browser is set up.</summary>
public sealed record UserSetup
{
    public bool Admin { get; init; }

    /// <summary>Whether the service is the one with real engines.</summary>
    public bool RealEngines { get; init; }

    /// <summary>Address of another service than those two.</summary>
    public string? Service { get; init; }

    public bool Dark { get; init; }

    public string Locale { get; init; } = "en-GB";

    /// <summary>Whether requests carry the development identity.</summary>
    public bool Identity { get; init; } = true;

    public ViewportSize Viewport { get; init; } = Desktop;

    public static ViewportSize Desktop { get; } = new() { Width = 1280, Height = 860 };

    public static ViewportSize Phone { get; } = new() { Width = 375, Height = 740 };
}
