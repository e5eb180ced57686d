using ConsoleSample.Cli;

using var interrupt = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    interrupt.Cancel();
};
return await CommandLine.RunAsync(args, interrupt.Token);
