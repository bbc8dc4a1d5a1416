namespace TransVox.Orchestration.Webhooks;

/// <summary>A job's notice to turn into messages; without one, whether the job has ended without telling.</summary>
public sealed record NoticeInput(string JobId, int Number, JobNotice? Notice);
