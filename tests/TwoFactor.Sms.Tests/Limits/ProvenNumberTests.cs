using Microsoft.Extensions.Options;

namespace TwoFactor.Tests;

/// <summary>A confirmed number whose codes come back is not refused for what others in its prefix do.</summary>
[Trait("Req", "R16")]
public sealed class ProvenNumberTests
{
    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(1, 0, true)]
    [InlineData(2, 0, false)]
    [InlineData(2, 1, true)]
    [InlineData(5, 4, true)]
    [InlineData(5, 3, false)]
    public void A_number_answers_for_itself_while_at_most_one_code_of_the_day_did_not_come_back(
        long sent,
        long arrived,
        bool isProven
    ) => Assert.Equal(isProven, SmsLimitRules.IsProven(sent, arrived));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_closed_prefix_refuses_only_numbers_that_do_not_answer_for_themselves(bool isProven)
    {
        var permits = SmsLimitRules.PermitsFor(
            PhoneNumber.Parse("+819012345678").Value!,
            new FactorSend
            {
                UserId = "alice",
                FactorId = "factor",
                ChallengeId = "challenge",
                State = default,
                Purpose = ChallengePurpose.SignIn,
                Entropy = new byte[FactorSend.EntropyBytes],
                Now = DateTimeOffset.UnixEpoch,
                ExpiresAt = DateTimeOffset.UnixEpoch.AddMinutes(5),
                Number = 1,
            },
            new SmsBuckets(Options.Create(new TwoFactorOptions())),
            new SmsLimitOptions(),
            new ChallengeOptions(),
            new SmsTap("region"),
            new SmsTap("prefix"),
            isProven
        );
        Assert.Equal(!isProven, permits.Exists(p => p.Refusal == SmsRefusals.PrefixClosed));
    }
}
