namespace TwoFactor;

/// <summary>
/// A set of codes for a command that may need one: made at the first use, since its hashes take a while, and then the
/// same however often the command is applied.
/// </summary>
internal sealed class RecoveryCodeDraft(RecoveryCodeMethod method)
{
    private readonly Lazy<FactorDraft> _draft = new(method.Begin, LazyThreadSafetyMode.None);

    public string FactorId { get; } = RandomId.Create();

    public byte[] State => _draft.Value.State!;

    public IReadOnlyList<string> Codes => _draft.Value.Codes;

    public override string ToString() => "a set of recovery codes (withheld)";
}
