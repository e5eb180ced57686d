using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace TwoFactor.Bench.Micro;

/// <summary>BenchmarkDotNet in this process: the packages are restored and built once, with the lock files.</summary>
internal static class MicroProgram
{
    public static int Run()
    {
        var summary = BenchmarkRunner.Run<VerificationBenchmarks>(
            DefaultConfig
                .Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
                .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "two-factor-bench"))
        );
        return summary.HasCriticalValidationErrors ? 1 : 0;
    }
}
