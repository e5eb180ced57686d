namespace TwoFactor;

/// <summary>A vendor's answer to one counted attempt.</summary>
internal sealed record RemoteVerdict(string Id, RemoteCheckResult Result)
{
    public override string ToString() => $"remote verdict {Result}";
}
