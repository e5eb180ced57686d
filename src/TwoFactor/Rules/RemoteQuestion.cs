namespace TwoFactor;

/// <summary>What to ask a vendor, once the attempt is charged.</summary>
internal sealed record RemoteQuestion(string Id, IRemoteFactorMethod Method, FactorAttempt Attempt)
{
    public override string ToString() => "a remote question (code withheld)";
}
