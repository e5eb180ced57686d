using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace TwoFactor.Tests;

/// <summary>What packages may see of one another, and what the core must not know.</summary>
public sealed partial class PackageTests
{
    [Fact]
    public void No_package_sees_what_is_not_public_in_another()
    {
        var packages = Directory.GetDirectories(Path.Combine(Root(), "src")).Select(d => Path.GetFileName(d)).ToList();
        Assert.True(packages.Count > 5);
        foreach (var package in packages)
        {
            var friends = Assembly.Load(package).GetCustomAttributes<InternalsVisibleToAttribute>();
            Assert.Empty(friends.Select(f => f.AssemblyName).Intersect(packages, StringComparer.Ordinal));
        }
    }

    [Fact]
    public void No_log_message_takes_a_text_that_may_be_null()
    {
        var nullable = new NullabilityInfoContext();
        var messages = Directory
            .GetDirectories(Path.Combine(Root(), "src"))
            .SelectMany(d => Assembly.Load(Path.GetFileName(d)).GetTypes())
            .SelectMany(t => t.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(m => m.GetCustomAttribute<Microsoft.Extensions.Logging.LoggerMessageAttribute>() is not null)
            .ToList();
        Assert.True(messages.Count > 30);
        Assert.Empty(
            messages
                .SelectMany(m => m.GetParameters())
                .Where(p =>
                    p.ParameterType != typeof(Exception) && nullable.Create(p).ReadState == NullabilityState.Nullable
                )
                .Select(p => $"{p.Member.DeclaringType}.{p.Member.Name}: {p.Name}")
        );
    }

    [Fact]
    public void The_core_names_neither_SMS_nor_a_phone()
    {
        var named = Lines("TwoFactor").Where(l => Telephony().IsMatch(l.Text)).Select(l => $"{l.File}: {l.Text}");
        Assert.Empty(named);
        Assert.Contains(Lines("TwoFactor.Sms"), l => Telephony().IsMatch(l.Text));
    }

    [Fact]
    public void The_web_package_refers_to_the_core_alone() =>
        Assert.Equal(
            ["TwoFactor"],
            typeof(TwoFactor.AspNetCore.TwoFactorHttpOptions)
                .Assembly.GetReferencedAssemblies()
                .Select(a => a.Name!)
                .Where(n => n.StartsWith("TwoFactor", StringComparison.Ordinal))
        );

    private static IEnumerable<(string File, string Text)> Lines(string package) =>
        Directory
            .EnumerateFiles(Path.Combine(Root(), "src", package), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal))
            .SelectMany(f => File.ReadLines(f).Select(l => (Path.GetFileName(f), l.Trim())));

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "TwoFactor.sln")))
            folder = Path.GetDirectoryName(folder)!;
        return folder;
    }

    [GeneratedRegex("sms|phone|E\\.?164", RegexOptions.IgnoreCase)]
    private static partial Regex Telephony();
}
