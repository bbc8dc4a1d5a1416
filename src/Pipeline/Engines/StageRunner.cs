using System.Security.Cryptography;
using System.Text;
using TransVox.Pipeline.Devices;
using TransVox.Pipeline.Media;
using TransVox.Pipeline.Speakers;
using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Subtitles;
using TransVox.Pipeline.Timing;

namespace TransVox.Pipeline.Engines;

/// <summary>Runs each stage with its engine and checks what it left behind.</summary>
internal sealed class StageRunner(IReadOnlyList<RunnableProfile> profiles, OutputValidator validator, DeviceGate? gate)
    : IStageRunner, IAsyncDisposable, IDisposable
{
    public LanguageCatalogue Catalogue => profiles is [var only]
        ? only.Offer.Languages
        : profiles[0].Offer.Languages with { Profiles = [.. profiles.Select(profile => profile.Offer)] };

    public ProfileOffer ProfileOf(DubbingOptions options) => Find(options).Offer;

    public StageDescription Describe(Stage stage, DubbingOptions options)
    {
        var engine = Find(options).Engines[stage];
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(stage + "|" + engine.Fingerprint(options)));
        return new StageDescription(
            stage,
            [.. StageArtifacts.Inputs(stage, options).Union(engine.ExtraInputs, StringComparer.Ordinal)],
            StageArtifacts.OptionalInputs(stage),
            StageArtifacts.Outputs(stage, options),
            engine.UsesGpu,
            Convert.ToHexStringLower(hash)[..32]);
    }

    public IReadOnlyList<MissingPart> FindMissing() =>
        [.. profiles.SelectMany(profile => profile.Engines).OrderBy(engine => engine.Key)
            .SelectMany(engine => engine.Value.Missing().Select(name => new MissingPart(engine.Key, name))).Distinct()];

    public void Validate(DubbingOptions options, bool ownSubtitles = false)
    {
        var profile = Find(options);
        foreach (var one in options.ByLanguage())
        {
            CatalogueCheck.Require(profile.Offer.Languages, one, ownSubtitles);
        }

        if (options.Combine && !profile.Engines[Stage.Mux].JoinsLanguages)
        {
            throw new StageException(
                ErrorCodes.InvalidRequest, "This service joins one language with a video, not several. Leave 'combine' out: each language has a result of its own.");
        }
    }

    public async Task<StageResult> RunAsync(StageRequest request, IProgress<StageProgress> progress, CancellationToken cancellationToken)
    {
        var engine = Find(request.Options).Engines[request.Stage];
        var description = Describe(request.Stage, request.Options);
        foreach (var input in description.Inputs.Where(input => !request.Inputs.ContainsKey(input)))
        {
            throw new StageException(
                ErrorCodes.Internal, $"The stage {request.Stage} needs {input}, which is missing. Run the job again from the stage that writes it.");
        }

        using var device = engine.NeedsDevice ? gate?.Take(request.Device) : null;
        request = device is null ? request : request with { Device = device.Device };
        var steady = new SteadyProgress(progress);
        try
        {
            return await RunCheckedAsync(engine, request, description, steady, cancellationToken);
        }
        catch (Exception e) when (DiskFull.Is(e) || DiskFull.Says((e as StageException)?.LogTail))
        {
            throw DiskFull.ToException(e);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new StageException(
                ErrorCodes.EngineFailed,
                $"The stage {request.Stage} could not read or write its files. Try again; if it fails again, an operator must check the disk of the machine that runs the jobs.",
                Retryability.Transient,
                innerException: e);
        }
    }

    private RunnableProfile Find(DubbingOptions options) =>
        profiles.FirstOrDefault(profile => options.Profile is null || profile.Name == options.Profile)
            ?? throw new StageException(
                ErrorCodes.InvalidRequest, $"This service does not have the profile that was named. Profiles: {string.Join(", ", profiles.Select(profile => profile.Name))}.");

    private async Task<StageResult> RunCheckedAsync(
        IStageEngine engine, StageRequest request, StageDescription description, SteadyProgress progress, CancellationToken cancellationToken)
    {
        progress.Report(new StageProgress(0));
        if (request.Stage == Stage.Synthesize && engine.FullChecks)
        {
            request = await SpeakerPreparation.PrepareAsync(request, cancellationToken);
        }

        if (request.Stage == Stage.Translate)
        {
            // Where the spoken language had to be found out, of several target languages some may not go with it.
            Validate(request.Options, ownSubtitles: true);
        }

        var meter = UseMeter.Start();
        EngineResult result;
        try
        {
            result = await engine.RunAsync(request, progress, cancellationToken);
        }
        catch (StageException e)
        {
            // A run that failed is paid for too.
            e.Use = meter.Use;
            throw;
        }

        var outputs = description.Outputs.ToDictionary(name => name, name => Path.Combine(request.WorkDirectory, name), StringComparer.Ordinal);
        foreach (var name in StageArtifacts.OptionalOutputs(request.Stage).Where(name => File.Exists(Path.Combine(request.WorkDirectory, name))))
        {
            outputs[name] = Path.Combine(request.WorkDirectory, name);
        }

        await validator.CheckAsync(request, outputs, engine.FullChecks, cancellationToken);
        AddWaveform(request, engine, outputs, cancellationToken);
        var quality = outputs.TryGetValue(Artifacts.Quality, out var report)
            ? (await PipelineJson.ReadAsync<QualityReport>(report, cancellationToken)).Summary
            : null;
        var media = request.Stage == Stage.Probe
            ? await PipelineJson.ReadAsync<MediaInfo>(outputs[Artifacts.MediaInfo], cancellationToken)
            : null;
        var warnings = result.Warnings;
        if (media is not null && request.Inputs.TryGetValue(Artifacts.Brought, out var brought))
        {
            var fitted = OwnSubtitles.Fit(await PipelineJson.ReadAsync<Transcript>(brought, cancellationToken), media.Duration);
            var name = fitted.TargetLanguage is null ? Artifacts.Transcript : Artifacts.Translation;
            outputs[name] = Path.Combine(request.WorkDirectory, name);
            await PipelineJson.WriteAsync(outputs[name], fitted, cancellationToken);
            warnings = [.. warnings ?? [], .. fitted.Warnings ?? []];
        }

        var language = request.Stage == Stage.Transcribe && request.Options.SourceLanguage == Languages.Auto
            ? await FoundLanguageAsync(request, outputs[Artifacts.Transcript], cancellationToken)
            : null;
        progress.Report(new StageProgress(1));
        return new StageResult(outputs, result.Engine, media, warnings, quality, language, meter.Use);
    }

    /// <summary>The shape of the separated voice, of sound that was found to be what it shall be.</summary>
    private static void AddWaveform(StageRequest request, IStageEngine engine, Dictionary<string, string> outputs, CancellationToken cancellationToken)
    {
        if (request.Stage == Stage.Separate && engine.FullChecks)
        {
            outputs[Artifacts.Waveform] = Path.Combine(request.WorkDirectory, Artifacts.Waveform);
            Waveform.Write(outputs[Artifacts.Speech], outputs[Artifacts.Waveform], cancellationToken);
        }
    }

    /// <summary>What is spoken; a pair that cannot be dubbed is refused now, when it is known. Of several, each is when it is translated.</summary>
    private async Task<string> FoundLanguageAsync(StageRequest request, string transcript, CancellationToken cancellationToken)
    {
        var language = (await PipelineJson.ReadAsync<Transcript>(transcript, cancellationToken)).SourceLanguage;
        if (request.Options.TargetLanguages is null)
        {
            Validate(request.Options with { SourceLanguage = language });
        }

        return language;
    }

    /// <summary>Ends warm programs.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var engine in profiles.SelectMany(profile => profile.Engines.Values).OfType<IAsyncDisposable>())
        {
            await engine.DisposeAsync();
        }
    }

    /// <summary>Leaves warm programs to the process runner, which ends them when it is disposed.</summary>
    public void Dispose()
    {
    }
}
