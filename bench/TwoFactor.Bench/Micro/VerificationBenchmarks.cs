using BenchmarkDotNet.Attributes;

namespace TwoFactor.Bench.Micro;

/// <summary>The parts that need no database, as BenchmarkDotNet measures them: one after the other.</summary>
[MemoryDiagnoser]
public class VerificationBenchmarks
{
    private VerificationStory? _story;

    [GlobalSetup]
    public void Begin() => _story = new VerificationStory();

    [GlobalCleanup]
    public void End() => _story!.Dispose();

    [Benchmark(Baseline = true)]
    public bool Floor()
    {
        Bench.Floor.Verify();
        return Bench.Floor.IsMatch;
    }

    [Benchmark]
    public void MatchWrongCode() => Matching.Wrong();

    /// <summary>The codes for the next hundred belong to it, at a hundredth each.</summary>
    [Benchmark(OperationsPerInvoke = VerificationStory.Batch)]
    public void VerifyAndMakeCodes()
    {
        _story!.ShowCodes();
        for (var i = 0; i < VerificationStory.Batch; i++)
            _story.Accept();
    }

    [Benchmark]
    public void Open() => _story!.Open();

    [Benchmark]
    public void Decide() => _story!.Decide();

    [Benchmark]
    public void Seal() => _story!.Seal();
}
