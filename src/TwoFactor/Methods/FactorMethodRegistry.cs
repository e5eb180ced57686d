using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;

namespace TwoFactor;

/// <summary>The registered methods by name.</summary>
internal sealed class FactorMethodRegistry
{
    private const string MultiFactor = "mfa";

    private readonly Dictionary<string, IFactorMethod> _methods = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<string>> _authenticationMethods = new(StringComparer.Ordinal);

    private readonly HashSet<string> _resistant = new(StringComparer.Ordinal);

    private readonly IList<string> _allowed;

    public FactorMethodRegistry(IEnumerable<IFactorMethod> methods, IOptions<TwoFactorOptions>? options = null)
    {
        _allowed = options?.Value.Methods ?? [];
        foreach (var method in methods)
        {
            if (!IsName(method.Name))
                throw new InvalidOperationException(
                    $"The factor method {method.GetType().Name} is named '{method.Name}'. Name it with "
                        + "lower-case ASCII letters, digits and underscores."
                );

            if (!_methods.TryAdd(method.Name, method))
                throw new InvalidOperationException(
                    $"Two factor methods are named '{method.Name}': {_methods[method.Name].GetType().Name} "
                        + $"and {method.GetType().Name}. Register one of them only."
                );

            if (method.Traits is { IsPhishingResistant: true, IsBackup: false })
                _resistant.Add(method.Name);

            _authenticationMethods[method.Name] =
            [
                .. method.Traits.AuthenticationMethods.Append(MultiFactor).Distinct(StringComparer.Ordinal),
            ];
        }

        if (_allowed.FirstOrDefault(n => !CanEnroll(Find(n))) is { } unknown)
            throw new InvalidOperationException(
                $"TwoFactor:Methods names '{unknown}', which is not a registered method that users can enrol. "
                    + "There are: "
                    + $"{string.Join(", ", _methods.Values.Where(m => !m.Traits.IsBackup).Select(m => m.Name))}."
            );
    }

    /// <summary>The methods that users can enrol.</summary>
    public IEnumerable<IFactorMethod> Enrollable => _methods.Values.Where(CanEnroll);

    /// <summary>The names of the methods that resist phishing.</summary>
    public IReadOnlySet<string> Resistant => _resistant;

    public IFactorMethod? Find(string name) => _methods.GetValueOrDefault(name);

    public IFactorMethod Get(string name) =>
        Find(name)
        ?? throw new InvalidOperationException(
            $"No factor method is named '{name}'. Register it with AddTwoFactor().AddMethod<T>(); registered "
                + $"are: {string.Join(", ", _methods.Keys)}."
        );

    /// <summary>How many digits a code of the factor has; null if it is not known.</summary>
    public int? CountDigits(Factor factor) => Find(factor.Method)?.CountDigits(factor.State);

    /// <summary>What an accepted code earns: the values from its check, or else from the method's traits.</summary>
    public IReadOnlyList<string> Earned(string name, IReadOnlyList<string>? own) =>
        own is null ? AuthenticationMethods(name) : [.. own.Append(MultiFactor).Distinct(StringComparer.Ordinal)];

    /// <summary>
    /// What a verification earns: the method's own values, and <c>mfa</c> because it was a second factor (RFC 8176 §2).
    /// </summary>
    public IReadOnlyList<string> AuthenticationMethods(string name) => _authenticationMethods[name];

    public bool CanEnroll([NotNullWhen(true)] IFactorMethod? method) =>
        method is { Traits.IsBackup: false }
        && (_allowed.Count == 0 || _allowed.Contains(method.Name, StringComparer.Ordinal));

    private static bool IsName(string name) =>
        name.Length is > 0 and <= 32 && name.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '_');
}
