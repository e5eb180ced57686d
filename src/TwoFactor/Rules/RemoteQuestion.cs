namespace TwoFactor;

/// <summary>What to ask a vendor after the attempt was counted.</summary>
internal sealed record RemoteQuestion(string Id, IRemoteFactorMethod Method, FactorAttempt Attempt)
{
    public override string ToString() => "a remote question (code withheld)";
}
