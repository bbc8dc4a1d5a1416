namespace TransVox.Api;

/// <summary>What the host knows about itself and the API cannot find out.</summary>
/// <param name="LoopbackOnly">
/// The host listens on loopback addresses only. Development identity is refused everywhere else, whatever the configuration says.
/// </param>
/// <param name="AppServiceAuthentication">
/// The platform puts App Service Authentication in front of the host, and so removes a principal header that a client sends.
/// </param>
public sealed record ApiHost(bool LoopbackOnly = false, bool AppServiceAuthentication = false)
{
    /// <summary>What the platform says: on App Service and Azure Functions <c>WEBSITE_AUTH_ENABLED</c>.</summary>
    public static ApiHost FromEnvironment(bool loopbackOnly) => new(
        loopbackOnly,
        string.Equals(Environment.GetEnvironmentVariable("WEBSITE_AUTH_ENABLED"), "True", StringComparison.OrdinalIgnoreCase));
}
