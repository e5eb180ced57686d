namespace TwoFactor;

/// <summary>
/// A set of recovery codes for a command that may need one. It is created at first use, because hashing takes a while.
/// After that it stays the same, however often the command is applied.
/// </summary>
internal sealed class RecoveryCodeDraft(RecoveryCodeMethod method)
{
    private readonly Lazy<FactorDraft> _draft = new(method.Begin, LazyThreadSafetyMode.None);

    public string FactorId { get; } = RandomId.Create();

    public byte[] State => _draft.Value.State!;

    public IReadOnlyList<string> Codes => _draft.Value.Codes;

    public override string ToString() => "a set of recovery codes (withheld)";
}
