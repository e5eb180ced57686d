namespace TwoFactor;

/// <summary>The registered methods by name.</summary>
internal sealed class FactorMethodRegistry
{
    private const string MultiFactor = "mfa";

    private readonly Dictionary<string, IFactorMethod> _methods = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<string>> _authenticationMethods = new(StringComparer.Ordinal);

    public FactorMethodRegistry(IEnumerable<IFactorMethod> methods)
    {
        foreach (var method in methods)
        {
            if (!IsName(method.Name))
                throw new InvalidOperationException($"The factor method {method.GetType().Name} is named '{method.Name}'. Name it with lower-case ASCII letters, digits and underscores.");

            if (!_methods.TryAdd(method.Name, method))
                throw new InvalidOperationException($"Two factor methods are named '{method.Name}': {_methods[method.Name].GetType().Name} and {method.GetType().Name}. Register one of them only.");

            _authenticationMethods[method.Name] = [.. method.Traits.AuthenticationMethods.Append(MultiFactor).Distinct(StringComparer.Ordinal)];
        }
    }

    /// <summary>The names of the methods that users enrol.</summary>
    public IEnumerable<string> Enrollable => _methods.Values.Where(m => !m.Traits.IsBackup).Select(m => m.Name);

    public IFactorMethod? Find(string name) => _methods.GetValueOrDefault(name);

    public IFactorMethod Get(string name) =>
        Find(name) ?? throw new InvalidOperationException($"No factor method is named '{name}'. Register it with AddTwoFactor().AddMethod<T>(); registered are: {string.Join(", ", _methods.Keys)}.");

    /// <summary>What a verification earns: the method's own values, and that it was a second factor (RFC 8176 §2).</summary>
    public IReadOnlyList<string> AuthenticationMethods(string name) => _authenticationMethods[name];

    private static bool IsName(string name) => name.Length is > 0 and <= 32 && name.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '_');
}
