using System.Text;
using TwoFactor.Toys.Email;

namespace TwoFactor.Tests;

/// <summary>What holds for every method whose codes are sent, shown by the toy e-mail method.</summary>
public sealed class OutOfBandMethodTests
{
    private readonly EmailMethod _method = Host.Create(build: b => b.AddToyEmail())
        .Get<IEnumerable<IFactorMethod>>()
        .OfType<EmailMethod>()
        .Single();

    [Fact]
    [Trait("Req", "R11")]
    public void A_code_is_bound_to_user_factor_challenge_purpose_and_address()
    {
        var state = Begin("alice@example.com");
        var message = _method.Prepare(Send(state));
        var right = Right(state, message);
        Assert.Equal(FactorCheckResult.Right, _method.Check(right).Result);
        var otherAddress = state.ToArray();
        otherAddress[^1] = (byte)'n';
        FactorAttempt[] wrong =
        [
            right with
            {
                UserId = "mallory",
            },
            right with
            {
                FactorId = "g",
            },
            right with
            {
                ChallengeId = "d",
            },
            right with
            {
                ChallengeId = null,
            },
            right with
            {
                Purpose = ChallengePurpose.Enrollment,
            },
            right with
            {
                State = otherAddress,
            },
            right with
            {
                Code = "000001",
            },
            right with
            {
                Code = "00000",
            },
            right with
            {
                Code = "0000000",
            },
            right with
            {
                Code = "",
            },
            right with
            {
                ChallengeState = default,
            },
        ];
        Assert.All(wrong, attempt => Assert.Equal(FactorCheckResult.Wrong, _method.Check(attempt).Result));
    }

    [Fact]
    [Trait("Req", "R10")]
    public void A_code_that_was_accepted_is_known_as_used_without_its_challenge_and_in_the_new_state_alone()
    {
        var state = Begin("alice@example.com");
        var right = Right(state, _method.Prepare(Send(state)));
        var spent = _method.Check(right).NewState!;
        var again = right with { State = spent, ChallengeId = null, ChallengeState = default };
        Assert.Equal(FactorCheckResult.Used, _method.Check(again).Result);
        Assert.Equal(FactorCheckResult.Wrong, _method.Check(again with { State = state }).Result);
        Assert.Equal(FactorCheckResult.Wrong, _method.Check(again with { Code = "000001" }).Result);
        Assert.Equal("alice@example.com", _method.GetAddress(spent));
    }

    [Fact]
    [Trait("Req", "R13")]
    public void The_code_is_in_the_message_and_neither_in_what_is_stored_nor_in_what_is_shown()
    {
        var state = Begin("alice@example.com");
        var message = Assert.IsType<OutOfBandMessage>(_method.Prepare(Send(state)));
        Assert.Equal(("000000", "000000 is your code."), (message.Code, message.Body));
        var spent = _method.Check(Right(state, message)).NewState!;
        var stored = Encoding.Latin1.GetString([.. message.ChallengeState, .. spent]);
        Assert.DoesNotContain("000000", stored, StringComparison.Ordinal);
        Assert.DoesNotContain("000000", $"{message}", StringComparison.Ordinal);
        Assert.DoesNotContain("alice", $"{message} {Address("alice@example.com")}", StringComparison.Ordinal);
    }

    [Fact]
    public void Two_factors_of_one_address_have_keys_of_their_own()
    {
        var (first, second) = (Begin("alice@example.com"), Begin("alice@example.com"));
        Assert.NotEqual(first, second);
        Assert.NotEqual(_method.Prepare(Send(first)).ChallengeState, _method.Prepare(Send(second)).ChallengeState);
    }

    [Theory]
    [InlineData("дмитрий@пример.example")]
    [InlineData("a@b.example")]
    public void An_address_of_any_script_is_kept_as_it_is(string address) =>
        Assert.Equal(address, _method.GetAddress(Begin(address)));

    [Theory]
    [InlineData(0)]
    [InlineData(65)]
    [Trait("Req", "R90")]
    public void A_state_of_an_unknown_format_is_refused_with_the_remedy(int length)
    {
        var e = Assert.Throws<TwoFactorStoreException>(() => _method.GetAddress(new byte[length]));
        Assert.Contains("reset the user", e.Message, StringComparison.Ordinal);
        Assert.Throws<TwoFactorStoreException>(() => _method.GetAddress(new byte[100]));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(9)]
    [Trait("Req", "R10")]
    public void A_method_that_asks_for_too_few_or_too_many_digits_is_an_error_that_names_it(int digits)
    {
        var method = new DigitsMethod(digits);
        var state = method.Begin(Enrollment("x")).State!;
        var e = Assert.Throws<InvalidOperationException>(() => method.Prepare(Send(state)));
        Assert.Contains("DigitsMethod.CodeDigits be 6 to 8", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(6)]
    [InlineData(8)]
    public void A_method_chooses_the_digits_of_its_codes(int digits)
    {
        var method = new DigitsMethod(digits);
        Assert.Equal(new string('0', digits), method.Prepare(Send(method.Begin(Enrollment("x")).State!)).Body);
    }

    private static OutOfBandAddress Address(string address) => OutOfBandAddress.Of(address, "•••");

    private static FactorEnrollment Enrollment(string address) =>
        new()
        {
            UserId = "alice",
            AccountName = "alice",
            Input = new Dictionary<string, string>(StringComparer.Ordinal) { [EmailMethod.Address] = address },
            Now = ManualClock.Start,
        };

    private static FactorSend Send(byte[] state) =>
        new()
        {
            UserId = "alice",
            FactorId = "f",
            ChallengeId = "c",
            State = state,
            Purpose = ChallengePurpose.SignIn,
            Entropy = new byte[FactorSend.EntropyBytes],
            Now = ManualClock.Start,
            ExpiresAt = ManualClock.Start.AddMinutes(5),
            Number = 1,
        };

    private static FactorAttempt Right(byte[] state, FactorMessage message) =>
        new()
        {
            UserId = "alice",
            FactorId = "f",
            State = state,
            Code = "000000",
            Now = ManualClock.Start,
            ChallengeId = "c",
            ChallengeState = message.ChallengeState,
        };

    private byte[] Begin(string address) => _method.Begin(Enrollment(address)).State!;

    private sealed class DigitsMethod(int digits) : OutOfBandMethod
    {
        public override string Name => "digits";

        public override FactorMethodTraits Traits { get; } = new();

        protected override int CodeDigits => digits;

        protected override OutOfBandAddress ReadAddress(FactorEnrollment enrollment) => Address("x");

        protected override string Compose(FactorSend send, string code) => code;

        protected override ValueTask<FactorDelivery> SendAsync(
            OutOfBandMessage message,
            CancellationToken cancellationToken
        ) => new(FactorDelivery.Accepted);
    }
}
