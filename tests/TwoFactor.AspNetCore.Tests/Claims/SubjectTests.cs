using System.Security.Claims;

namespace TwoFactor.Tests;

/// <summary>The claims of a session that passes a second factor.</summary>
public sealed class SubjectTests
{
    [Theory]
    [Trait("Req", "R60")]
    [InlineData(TwoFactorClaimTypes.Resistant, false, true)]
    [InlineData(TwoFactorClaimTypes.Resistant, true, false)]
    [InlineData("true", false, false)]
    [InlineData("true", true, false)]
    public void A_session_for_enrolment_alone_stays_one_until_the_factor_is_what_was_demanded(
        string demanded,
        bool isResistant,
        bool isStillForEnrolment
    )
    {
        var identity = new ClaimsIdentity([new Claim(TwoFactorClaimTypes.EnrollmentOnly, demanded)], "test");
        var subject = new Subject(new ClaimsPrincipal(identity), identity, "alice");

        subject.PassSecondFactor("totp", ["otp"], ManualClock.Start, isResistant);

        Assert.Equal(isStillForEnrolment, identity.HasClaim(c => c.Type == TwoFactorClaimTypes.EnrollmentOnly));
    }
}
