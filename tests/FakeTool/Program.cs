using System.Globalization;
using TransVox.FakeTool;

// A program that does on demand what real ones do by accident. Usage: faketool COMMAND [ARGUMENTS].
return args switch
{
    ["stage", .. var rest] => RunStage(rest),
    ["warm"] => WarmLoop.Run(TimeSpan.Zero),
    ["warm", var loading] => WarmLoop.Run(TimeSpan.FromSeconds(double.Parse(loading, CultureInfo.InvariantCulture))),
    ["arguments", .. var rest] => Print(rest),
    ["environment"] => Print([.. Environment.GetEnvironmentVariables().Keys.Cast<string>().Order(StringComparer.Ordinal)]),
    ["exit", var code, .. var lines] => Print(lines, int.Parse(code, CultureInfo.InvariantCulture)),
    ["sleep", var seconds] => Sleep(TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture)), ignoreSignals: false),
    ["hang"] => Sleep(Timeout.InfiniteTimeSpan, ignoreSignals: false),
    ["hang", "ignoring"] => Sleep(Timeout.InfiniteTimeSpan, ignoreSignals: true),
    // In the place of yt-dlp.
    ["--ignore-config", .., "--", var address] => FakeDownload.Run(args, new Uri(address)),
    ["flood", var bytes] => FloodAndEnd(long.Parse(bytes, CultureInfo.InvariantCulture)),
    ["fill", var path, var bytes] => Fill(path, long.Parse(bytes, CultureInfo.InvariantCulture)),
    // A child in a session of its own, whose parent ends at once: nothing but its environment tells where it came from.
    ["daemon", var seconds] => Daemon(seconds, hang: false),
    ["daemon", var seconds, "hang"] => Daemon(seconds, hang: true),
    _ => Print(["unknown command"], 64),
};

static int RunStage(string[] arguments)
{
    var values = new Dictionary<string, string>(StringComparer.Ordinal);
    var outputs = new List<string>();
    for (var i = 0; i < arguments.Length; i++)
    {
        if (arguments[i] == "--outputs")
        {
            outputs.AddRange(arguments[(i + 1)..]);
            break;
        }

        values[arguments[i][2..]] = arguments[++i];
    }

    return new FakeStage(values, outputs).Run();
}

static int Print(IEnumerable<string> lines, int code = 0)
{
    foreach (var line in lines)
    {
        Native.Print(1, line);
    }

    return code;
}

static int Sleep(TimeSpan time, bool ignoreSignals)
{
    using var waiting = new Waiting(ignoreSignals);
    Native.Print(1, "waiting");
    return waiting.For(time) ? 130 : 0;
}

static int FloodAndEnd(long bytes)
{
    Flood.Write(bytes);
    return 0;
}

static int Fill(string path, long bytes)
{
    using (var file = File.Create(path))
    {
        var block = new byte[1 << 20];
        for (var left = bytes; left > 0; left -= block.Length)
        {
            file.Write(block, 0, (int)Math.Min(left, block.Length));
            file.Flush();
        }
    }

    return Sleep(Timeout.InfiniteTimeSpan, ignoreSignals: false);
}

static int Daemon(string seconds, bool hang)
{
    Native.Print(1, "child " + Forker.Start("setsid", "sleep", seconds).ToString(CultureInfo.InvariantCulture));
    return hang ? Sleep(Timeout.InfiniteTimeSpan, ignoreSignals: true) : 0;
}
