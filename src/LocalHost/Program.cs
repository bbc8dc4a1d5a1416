using Microsoft.Extensions.Options;
using TransVox.LocalHost;
using TransVox.LocalHost.Backup;

try
{
    if (args is ["models", .. var rest])
        return await ModelCommands.RunAsync(rest);
    if (args is ["backup" or "restore", ..])
        return await BackupCommands.RunAsync(args, Console.Out, Console.Error);
    await using var app = HostSetup.Build(args);
    if (HostCommands.IsCommand(args))
        return await HostCommands.RunAsync(app.Services, args, Console.Out);
    await app.RunAsync();
    return Environment.ExitCode;
}
catch (Exception e) when (e is OptionsValidationException or FileNotFoundException or InvalidDataException || HostConfiguration.IsWrongType(e))
{
    // What an operator can mend is told in a line each, not as a stack trace.
    foreach (var line in e is OptionsValidationException o ? o.Failures : [e.Message])
        await Console.Error.WriteLineAsync($"transvox-host: {line}");
    return 78;
}
