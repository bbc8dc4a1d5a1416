using Microsoft.Azure.WebJobs;

namespace TransVox.FunctionsHost;

/// <summary>The address that clients use: finds the function of a request and calls it.</summary>
public sealed class HttpFront(HttpRoutes routes)
{
    /// <summary>Name of the parameter that takes the call.</summary>
    public const string CallParameter = "trigger";

    /// <summary>Null until the app runs.</summary>
    public IJobHost? Jobs { get; set; }

    public async Task AnswerAsync(HttpContext context)
    {
        if (Jobs is null)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        if (routes.Find(context.Request) is not { } function)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        try
        {
            await Jobs.CallAsync(function, new Dictionary<string, object> { [CallParameter] = new HttpCall(context) }, context.RequestAborted);
        }
        catch (Exception) when (!context.Response.HasStarted)
        {
            // The engine has logged it.
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        }
    }
}
