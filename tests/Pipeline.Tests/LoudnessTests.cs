using TransVox.Pipeline.Media;

namespace TransVox.Pipeline.Tests;

public sealed class LoudnessTests
{
    [Fact]
    public void Progress_between_the_lines_of_a_measurement_does_not_spoil_it()
    {
        const string Log = "[Parsed_loudnorm_1 @ 0x1] \n{\n\t\"input_i\" : \"-23.10\",\nbitrate=N/A\nprogress=end\n\t\"input_tp\" : \"-4.00\",\n\t\"target_offset\" : \"0.10\"\n}\n";
        var values = Loudness.ParseMeasurement(Log);
        Assert.NotNull(values);
        Assert.Equal(["input_i", "input_tp", "target_offset"], values.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("-4.00", values["input_tp"]);
        Assert.Null(Loudness.ParseMeasurement("{\n\t\"input_i\" : \"-inf\"\n}\n"));
    }
}
