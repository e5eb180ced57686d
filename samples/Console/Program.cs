using ConsoleSample.Cli;

return await CommandLine.RunAsync(args);
