using TransVox.Orchestration.Erasure;
using TransVox.Orchestration.Webhooks;
using TransVox.Pipeline.Stages;

namespace TransVox.Orchestration.Activities;

/// <summary>Names under which the activities are registered.</summary>
public static class ActivityNames
{
    public const string Publish = nameof(PublishActivity);
    public const string StartLanguages = nameof(StartLanguagesActivity);
    public const string CollectLanguages = nameof(CollectLanguagesActivity);
    public const string Finish = nameof(FinishJobActivity);
    public const string Erase = nameof(EraseJobActivity);
    public const string EraseUser = nameof(EraseUserActivity);
    public const string PlanNotice = nameof(PlanNoticeActivity);
    public const string Deliver = nameof(DeliverActivity);

    public static string Of(Stage stage) => $"{stage}Activity";
}
