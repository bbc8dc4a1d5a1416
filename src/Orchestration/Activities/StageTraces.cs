using System.Diagnostics;
using Microsoft.Extensions.Logging;
using TransVox.Orchestration.Jobs;
using TransVox.Pipeline;

namespace TransVox.Orchestration.Activities;

/// <summary>Which job and stage spans and log lines are of.</summary>
internal static class StageTraces
{
    public static Activity? Span(string name, StageInput input) => Tracing.Source.StartActivity(name)?
        .SetTag("transvox.job.id", input.JobId).SetTag("transvox.stage", input.Stage.ToString()).SetTag("enduser.pseudo.id", UserIds.Pseudonym(input.UserId));

    public static IDisposable? Scope(ILogger logger, StageInput input) => logger.BeginScope(new Dictionary<string, object>
    {
        ["transvox.job.id"] = input.JobId,
        ["transvox.stage"] = input.Stage,
        ["enduser.pseudo.id"] = UserIds.Pseudonym(input.UserId),
    });
}
