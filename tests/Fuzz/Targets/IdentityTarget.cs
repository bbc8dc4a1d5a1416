using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using TransVox.Api;
using TransVox.Api.Identity;
using TransVox.Api.Options;
using TransVox.Orchestration.Jobs;

namespace TransVox.Fuzz;

/// <summary>Who calls: keys, the platform's principal (JSON, as the fuzzer gives it or in base64), and names of development.</summary>
internal static class IdentityTarget
{
    private static readonly IOptions<ApiOptions> Settings = Options.Create(new ApiOptions { DevIdentity = true });
    private static readonly AppServiceAuthenticator Platform = new(new ApiHost(AppServiceAuthentication: true), Settings);
    private static readonly DevAuthenticator Dev = new(new ApiHost(LoopbackOnly: true), Settings);

    public static void Run(byte[] input)
    {
        var text = Inputs.Text(input);
        if (ApiKeyText.TryParse(text, out var id, out var secret))
            Claim.That(ApiKeyText.IsId(id) && secret.Length == 32, "a key has an id and a secret");
        Identify(Platform, IdentityHeaders.Principal, Convert.ToBase64String(input));
        Identify(Platform, IdentityHeaders.Principal, text);
        Identify(Dev, IdentityHeaders.DevUser, text);
        Identify(Dev, IdentityHeaders.DevAdmin, text);
        var headers = new DefaultHttpContext().Request.Headers;
        headers.Authorization = text;
        if (IdentityHeaders.BearerToken(headers) is { } token)
            Claim.That(token.Length > 0 && !token.Contains(' ', StringComparison.Ordinal), "a token is one word");
    }

    private static void Identify(IAuthenticator authenticator, string header, string value)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = context.Connection.LocalIpAddress = System.Net.IPAddress.Loopback;
        context.Request.Host = new HostString("localhost");
        context.Request.Headers[header] = value;
        try
        {
            IdentityHeaders.RequireSingle(context.Request.Headers);
            var caller = authenticator.AuthenticateAsync(context, CancellationToken.None).AsTask().GetAwaiter().GetResult();
            Claim.That(UserIds.IsValid(caller.UserId), "a caller has a user id");
        }
        catch (RequestException e) when (e.Code == ErrorCodes.Unauthorized)
        {
            // Nobody.
        }
    }
}
