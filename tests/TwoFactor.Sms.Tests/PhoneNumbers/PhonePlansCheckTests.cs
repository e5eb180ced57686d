using System.Reflection;
using System.Runtime.Loader;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace TwoFactor.Tests;

public sealed class PhonePlansCheckTests
{
    private const string Library = "PhoneNumbers";

    [Fact]
    public void An_app_with_SMS_reads_the_numbering_plans_when_it_starts() =>
        Assert.True(IsReadAfter(nameof(StartWithSms)));

    [Fact]
    public void An_app_that_limits_messages_of_a_vendor_reads_them_too() =>
        Assert.True(IsReadAfter(nameof(StartWithLimits)));

    [Fact]
    public void An_app_without_SMS_never_loads_them() => Assert.False(IsReadAfter(nameof(StartWithoutSms)));

    // The plans are read once a process, so each start has a copy of the assemblies to itself.
    private static bool IsReadAfter(string start)
    {
        var own = new OwnAssemblies();
        try
        {
            var tests = own.LoadFromAssemblyPath(typeof(PhonePlansCheckTests).Assembly.Location);
            tests
                .GetType(typeof(PhonePlansCheckTests).FullName!, throwOnError: true)!
                .GetMethod(start, BindingFlags.NonPublic | BindingFlags.Static)!
                .Invoke(null, null);
            return own.Assemblies.Any(a => a.GetName().Name == Library);
        }
        finally
        {
            own.Unload();
        }
    }

    private static void StartWithSms() => Start(b => b.AddSms().AddConsole());

    private static void StartWithLimits() => Start(b => b.AddSmsLimits());

    private static void StartWithoutSms() => Start(_ => { });

    private static void Start(Action<TwoFactorBuilder> add)
    {
        var clock = new Testing.ManualTimeProvider();
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(clock);
        add(services.AddTwoFactor(o => o.Sealing.Keys = [Host.Key]).UseInMemoryStore());
        using var provider = services.BuildServiceProvider();
        provider.GetRequiredService<IStartupValidator>().Validate();
        clock.Advance(PhonePlansCheck.After);
        foreach (var check in provider.GetServices<IStartCheck>().OfType<PhonePlansCheck>())
            check.Loading.GetAwaiter().GetResult();
    }

    private sealed class OwnAssemblies() : AssemblyLoadContext(null, isCollectible: true)
    {
        protected override Assembly? Load(AssemblyName assemblyName)
        {
            var path = Path.Combine(AppContext.BaseDirectory, $"{assemblyName.Name}.dll");
            return
                assemblyName.Name is { } name
                && (name.StartsWith("TwoFactor", StringComparison.Ordinal) || name == Library)
                ? LoadFromAssemblyPath(path)
                : null;
        }
    }
}
