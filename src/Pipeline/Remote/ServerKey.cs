using Azure.Core;
using Azure.Identity;
using TransVox.Pipeline.Configuration;
using TransVox.Pipeline.Stages;

namespace TransVox.Pipeline.Remote;

/// <summary>How a server is told who asks: a key from the environment or a file, a token of the host's identity, or nothing.</summary>
internal sealed class ServerKey(string server, ServerProfile profile, TokenCredential identity)
{
    /// <summary>What should be there and is not; null when all is.</summary>
    public string? Missing => profile switch
    {
        { KeyVariable: { } variable } when string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable(variable)) => "variable " + variable,
        { KeyFile: { } file } when !File.Exists(file) => "key file " + Path.GetFileName(file),
        _ => null,
    };

    /// <summary>The key or token of this moment; null where none is configured.</summary>
    public async Task<string?> ReadAsync(CancellationToken cancellationToken)
    {
        if (profile.TokenScope is { } scope)
        {
            // The credential keeps tokens until shortly before they expire.
            try
            {
                var token = (await identity.GetTokenAsync(new TokenRequestContext([scope]), cancellationToken)).Token;
                return profile.ResourceId is { } resource ? $"aad#{resource}#{token}" : token;
            }
            catch (AuthenticationFailedException e)
            {
                throw new RemoteFailure(
                    new StageException(
                        ErrorCodes.EngineRefused, $"This service has no identity that {server} could know. An operator must give it one.", logTail: e.Message),
                    again: false);
            }
        }

        if (profile.KeyVariable is null && profile.KeyFile is null)
        {
            return null;
        }

        var key = Missing is not null ? null
            : profile.KeyVariable is { } variable ? Environment.GetEnvironmentVariable(variable)
            : await File.ReadAllTextAsync(profile.KeyFile!, cancellationToken);
        return string.IsNullOrWhiteSpace(key)
            ? throw new RemoteFailure(
                new StageException(ErrorCodes.EngineRefused, $"{server} needs a key, and none is there. An operator must provide it."), again: false)
            : key.Trim();
    }

    /// <summary>Puts the key into a request.</summary>
    public void Sign(HttpRequestMessage request, string? key)
    {
        request.Headers.Remove("Authorization");
        if (key is not null && profile is { KeyHeader: { } header, TokenScope: null })
        {
            request.Headers.TryAddWithoutValidation(header, key);
        }
        else if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + key);
        }
    }
}
