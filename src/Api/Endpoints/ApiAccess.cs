namespace TransVox.Api.Endpoints;

/// <summary>Who may call an endpoint.</summary>
public enum ApiAccess
{
    /// <summary>Anybody.</summary>
    Anonymous,

    /// <summary>Whoever is known.</summary>
    User,

    /// <summary>Administrators.</summary>
    Admin,
}
