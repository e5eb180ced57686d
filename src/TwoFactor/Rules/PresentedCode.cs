using System.Runtime.InteropServices;

namespace TwoFactor;

/// <summary>
/// An entered code: the text, the challenge that its code was sent for, and the challenge that the user answers.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PresentedCode(string Text, Challenge? Sent = null, Challenge? Asked = null)
{
    /// <summary>
    /// The attempt as a method sees it. It includes a sent code's challenge only for the factor that the code was sent
    /// to.
    /// </summary>
    public FactorAttempt For(Factor factor, AccountChange change)
    {
        var own = Sent?.FactorId == factor.Id ? Sent : null;
        return new()
        {
            UserId = change.Account.UserId,
            FactorId = factor.Id,
            State = factor.State,
            Code = Text,
            Now = change.Now,
            ChallengeId = own?.Id,
            ChallengeState = own?.State,
            Purpose = own?.Purpose ?? default,
            Deliveries = own?.Deliveries ?? [],
            AskedChallengeId = Asked?.Id,
            AskedPurpose = Asked?.Purpose ?? default,
        };
    }

    public override string ToString() => "a presented code (text withheld)";
}
