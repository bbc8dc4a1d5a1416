namespace TransVox.Api.Endpoints;

/// <summary>A parameter, for the documentation.</summary>
/// <param name="Name">As it is sent.</param>
/// <param name="In"><c>path</c>, <c>query</c> or <c>header</c>.</param>
/// <param name="Type">Of the value.</param>
/// <param name="Description">What it does.</param>
/// <param name="Required">Whether a request without it is refused.</param>
public sealed record ApiParameter(string Name, string In, Type Type, string Description, bool Required = false);
