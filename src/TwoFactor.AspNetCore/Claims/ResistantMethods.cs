using TwoFactor.Methods;

namespace TwoFactor.AspNetCore;

/// <summary>The registered methods that resist phishing.</summary>
internal sealed class ResistantMethods(IEnumerable<IFactorMethod> methods)
{
    public IReadOnlySet<string> Names { get; } =
        methods.Where(m => m.Traits.IsPhishingResistant).Select(m => m.Name).ToHashSet(StringComparer.Ordinal);

    public bool Contains(string? method) => method is not null && Names.Contains(method);
}
