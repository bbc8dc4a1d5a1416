using TransVox.Cli;

return await CliApplication.RunAsync(args);
