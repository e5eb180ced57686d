using System.Globalization;
using System.Runtime.InteropServices;

namespace TwoFactor.Bench.Stores;

/// <summary>The facts of the machine that a reader needs in order to judge the figures.</summary>
internal static class Machine
{
    /// <summary>One line: processors, memory, system, runtime, and the load of the minute before.</summary>
    public static string Describe() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Environment.ProcessorCount} processors ({Model()}), "
                + $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1_073_741_824.0:F0} GB, "
                + $"{RuntimeInformation.FrameworkDescription}, load before {Load()}"
        );

    private static string Model() =>
        Read("/proc/cpuinfo")
            .FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))
            ?.Split(':', 2)[1]
            .Trim()
        ?? $"{RuntimeInformation.ProcessArchitecture}";

    private static string Load() => Read("/proc/loadavg").FirstOrDefault()?.Split(' ')[0] ?? "not known";

    private static string[] Read(string path) => File.Exists(path) ? File.ReadAllLines(path) : [];
}
