using System.Reflection;

namespace TwoFactor.Docs.Tests;

/// <summary>What the packages call their public types and members.</summary>
internal static class PublicNames
{
    private static readonly Type[] s_types =
    [
        .. Directory
            .EnumerateFiles(AppContext.BaseDirectory, "TwoFactor*.dll")
            .Where(f => !f.EndsWith(".Tests.dll", StringComparison.Ordinal))
            .SelectMany(f => Assembly.LoadFrom(f).GetExportedTypes()),
    ];

    private static readonly HashSet<string> s_all =
    [
        .. s_types.Select(t => t.Name.Split('`')[0]),
        .. s_types.SelectMany(t => t.GetMembers()).Select(m => m.Name),
    ];

    public static bool Has(string name) => s_all.Contains(name);

    /// <summary>The types of a name; several where packages use one name twice.</summary>
    public static IEnumerable<Type> TypesOf(string name) => s_types.Where(t => t.Name.Split('`')[0] == name);

    public static bool HasMember(Type type, string name) =>
        type.GetMember(name).Length > 0 || type.GetInterfaces().Any(i => i.GetMember(name).Length > 0);
}
