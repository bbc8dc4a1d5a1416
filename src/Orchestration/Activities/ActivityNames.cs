using TransVox.Orchestration.Erasure;
using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Activities;

/// <summary>Names under which the activities are registered.</summary>
public static class ActivityNames
{
    public const string Publish = nameof(PublishActivity);
    public const string Finish = nameof(FinishJobActivity);
    public const string Erase = nameof(EraseJobActivity);

    public static string Of(Stage stage) => $"{stage}Activity";
}
