using Microsoft.DurableTask;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using TransVox.Orchestration.Activities;
using TransVox.Orchestration.Admission.Ledger;
using TransVox.Orchestration.Configuration;
using TransVox.Orchestration.Erasure;
using TransVox.Orchestration.Health;
using TransVox.Orchestration.Intake;
using TransVox.Orchestration.Jobs;
using TransVox.Orchestration.Limits;
using TransVox.Orchestration.Maintenance;
using TransVox.Orchestration.Moves;
using TransVox.Orchestration.Outbound;
using TransVox.Orchestration.Samples;
using TransVox.Orchestration.Services;
using TransVox.Orchestration.Sources;
using TransVox.Orchestration.Storage;
using TransVox.Orchestration.Telemetry;
using TransVox.Orchestration.Webhooks;
using TransVox.Pipeline;
using TransVox.Pipeline.Configuration;

namespace TransVox.Orchestration;

/// <summary>
/// Registers everything that both hosts share. A host adds a Durable Task client, a worker with <see cref="DurableTasks"/>, and
/// the pipeline's stage runner.
/// </summary>
public static class OrchestrationServices
{
    public static IServiceCollection AddTransVoxOrchestration(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<TransVoxOptions>().Bind(configuration).PostConfigure(LimitsFromOptions.StateCapacities).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TransVoxOptions>, TransVoxOptionsValidator>();
        services.AddSingleton<IValidateOptions<EngineOptions>, ProfilePoolsValidator>();
        services.TryAddSingleton(_ => BlobServiceClients.Create(configuration));
        services.AddSingleton(p => p.GetRequiredService<IOptions<TransVoxOptions>>().Value.Storage);
        services.AddSingleton<DataConverter>(DurableJson.Converter);
        AddStorage(services);
        AddServices(services);
        AddOutbound(services);
        AddWebhooks(services);
        services.AddHostedService<OrchestrationStartup>();
        services.AddSingleton<JobMetrics>();
        services.AddSingleton<QueueGauges>();
        return services;
    }

    /// <summary>What room the local disk has to have.</summary>
    /// <param name="services">To add to; the last call counts.</param>
    /// <param name="holdsJobs">Whether queue and uploads are on it too.</param>
    /// <param name="directories">Further ones to look at, beside where stages work.</param>
    public static void AddDiskRoom(this IServiceCollection services, bool holdsJobs, params string[] directories) =>
        services.AddSingleton(p => new DiskRoom(
            [p.GetRequiredService<LocalWorkspace>().Root, .. directories], p.GetRequiredService<StorageOptions>(), p.GetRequiredService<ArtifactCache>(), holdsJobs));

    private static void AddStorage(IServiceCollection services)
    {
        services.AddSingleton<BlobAreas>();
        services.AddSingleton<LocalWorkspace>();
        services.AddSingleton<ArtifactCache>();
        services.AddDiskRoom(holdsJobs: false);
        services.AddSingleton<WorkStore>();
        services.AddSingleton<IProgressStore, BlobProgressStore>();
        services.TryAddSingleton(new ServiceInstances(IsSingle: false));
        services.AddSingleton<StagesAhead>();
        services.AddSingleton<StopSignals>();
        services.AddSingleton<UsageStore>();
        services.AddSingleton<ILedgerStore>(p => new BlobLedgerStore(p.GetRequiredService<BlobAreas>().System, p.GetRequiredService<ServiceInstances>()));
        services.AddSingleton<IPlaceInspector, PlaceInspector>();
        services.AddSingleton(new AdmissionLedgerOptions());
        services.AddSingleton<IAdmissionLedger, AdmissionLedger>();
        services.AddSingleton<IQueuePlaces, LedgerPlaces>();
        services.AddSingleton<QueueForecaster>();
        services.AddSingleton<StageTimes>();
        services.AddSingleton<ILimitsStore, BlobLimitsStore>();
        services.AddSingleton(p => new MediaSlots(p.GetRequiredService<IOptions<TransVoxOptions>>().Value.Concurrency.MediaStagesHere));
        services.AddSingleton<StageServices>();
        services.AddSingleton<StageExecutor>();
    }

    private static void AddServices(IServiceCollection services)
    {
        services.AddSingleton<DeletionMarks>();
        services.AddSingleton<KeptJobs>();
        services.AddSingleton<JobEraser>();
        services.AddSingleton<DeletionService>();
        services.AddSingleton<UserErasures>();
        services.AddSingleton<UserEraser>();
        services.AddSingleton<UserErasureService>();
        services.AddSingleton<ExportService>();
        services.AddSingleton<JobReader>();
        services.AddSingleton<JobStarter>();
        services.AddSingleton<JobSubmitter>();
        services.AddSingleton<UploadLinks>();
        services.AddSingleton<UploadStore>();
        services.AddSingleton<IdempotencyStore>();
        services.AddSingleton<BroughtSubtitles>();
        services.AddSingleton<GlossaryStore>();
        services.AddSingleton<RetryService>();
        services.AddSingleton<ReviewService>();
        services.AddSingleton<PreviewGate>();
        services.AddSingleton<SpeechPreview>();
        services.AddSingleton<FileService>();
        services.AddSingleton<WatchService>();
        services.TryAddSingleton<IJobSignal, NoJobSignal>();
        services.AddSingleton<TimelineService>();
        services.AddSingleton<QueueService>();
        services.AddSingleton<BlobIntake>();
        services.AddSingleton<SampleStore>();
        services.AddSingleton<SampleMaker>();
        services.AddSingleton<ISampleService, SampleService>();
        services.AddSingleton<LimitsApplier>();
        services.AddSingleton<FileLimits>();
        services.AddSingleton<ReaperRunner>();
        services.AddSingleton<RetentionRunner>();
        services.AddSingleton<IHealthProbe, EngineProbe>();
        services.AddSingleton<IJobService, JobService>();
        services.AddSingleton<IAdminService, AdminService>();
        services.AddSingleton<MoveExporter>();
        services.AddSingleton<MoveImporter>();
    }

    private static void AddOutbound(IServiceCollection services)
    {
        services.TryAddSingleton<IAddressResolver, SystemResolver>();
        services.AddSingleton<OutboundGuard>();
        services.AddTransVoxProcesses();
        services.AddSingleton<SourceAddresses>();
        services.AddSingleton<FetchStore>();
        services.AddSingleton<FetchGate>();
        services.AddSingleton<HttpVideo>();
        services.AddSingleton<ToolVideo>();
        services.AddSingleton<SourceFetcher>();
    }

    private static void AddWebhooks(IServiceCollection services)
    {
        services.AddSingleton<WebhookStore>();
        services.AddSingleton<DeliveryStore>();
        services.AddSingleton<DeliveryGate>();
        services.AddSingleton<WebhookSender>();
        services.AddSingleton<JobMessages>();
        services.AddSingleton<IWebhookService, WebhookService>();
    }
}
