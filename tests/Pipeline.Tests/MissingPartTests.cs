using TransVox.Pipeline.Stages;
using TransVox.Pipeline.Tests.Support;

namespace TransVox.Pipeline.Tests;

/// <summary>What an engine needs and this machine does not have is known before a job fails of it.</summary>
public sealed class MissingPartTests
{
    [Fact]
    public async Task Nothing_is_missing_where_the_packages_are_installed()
    {
        await using var host = new PipelineHost();

        Assert.Empty(host.Stages.FindMissing());
    }

    [Fact]
    public async Task Data_of_the_embedded_engines_is_missed()
    {
        await using var host = new PipelineHost(("embedded:recognizerModel", "/nowhere/model"), ("embedded:translatorModes", "/nowhere/modes"));

        Assert.Equal([new(Stage.Transcribe, "recognizer model"), new(Stage.Translate, "translation pairs")], host.Stages.FindMissing());
    }

    [Fact]
    public async Task Programs_of_a_profile_are_missed_by_name_and_those_that_depend_on_the_job_are_not_asked_for()
    {
        await using var host = new PipelineHost(
            ("settings:tool", "/opt/nowhere/recognize"),
            ("stages:Transcribe:engine", "Command"),
            ("stages:Transcribe:workingDirectory", "/opt/nowhere"),
            ("stages:Transcribe:steps:0:program", "{setting:tool}"),
            ("stages:Transcribe:steps:1:program", "cp"),
            ("stages:Transcribe:steps:2:program", "{workdir}/made-by-the-step-before"),
            ("stages:Mux:engine", "Warm"),
            ("stages:Mux:warm:program", "no-such-muxer"));

        Assert.Equal(
            [new(Stage.Transcribe, "recognize"), new(Stage.Transcribe, "working directory"), new(Stage.Mux, "no-such-muxer")],
            host.Stages.FindMissing());
    }
}
