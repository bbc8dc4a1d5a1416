namespace TransVox.FunctionsHost;

/// <summary>A request on its way to an HTTP function: what such a function gets instead of a trigger's value.</summary>
public sealed record HttpCall(HttpContext Context);
