using Microsoft.AspNetCore.Http;
using TransVox.Orchestration.Jobs;

namespace TransVox.Api.Identity;

/// <summary>One way to say who calls.</summary>
internal interface IAuthenticator
{
    /// <summary>Whether the request carries this kind of credential, valid or not.</summary>
    bool IsPresented(HttpContext context);

    /// <summary>Validates it.</summary>
    /// <exception cref="RequestException"><c>unauthorized</c>; the message does not help to guess.</exception>
    ValueTask<Caller> AuthenticateAsync(HttpContext context, CancellationToken cancellationToken);
}
