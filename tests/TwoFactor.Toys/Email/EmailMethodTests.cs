using System.Text;
using Microsoft.Extensions.DependencyInjection;

namespace TwoFactor.Toys.Email;

/// <summary>
/// Codes by e-mail, added from outside: not a line of the library is changed for them, or open to them alone.
/// </summary>
public sealed class EmailMethodTests
{
    [Fact]
    public void Nothing_of_the_library_is_open_to_this_project_that_is_not_public() =>
        Assert.DoesNotContain(
            typeof(OutOfBandMethod).Assembly.GetCustomAttributesData(),
            a =>
                a.ConstructorArguments is [{ Value: string to }]
                && to.StartsWith("TwoFactor.Toys", StringComparison.Ordinal)
        );

    [Fact]
    public async Task A_user_types_an_address_gets_a_code_and_signs_in_with_the_next()
    {
        await using var host = new EmailHost();
        var pending = await host.BeginAsync("Alice@Example.COM");
        Assert.Equal(("A•••@example.com", "email"), (pending.Destination, pending.Method));
        Assert.Equal(("Alice@example.com", 1), (host.Mailer.Sent[0].To, host.Mailer.Sent.Count));
        Assert.True((await host.Enrollment.ConfirmAsync("alice", pending.FactorId!, host.Mailer.LastCode)).Succeeded);
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        var challenge = await host.ChallengeAsync();
        Assert.Equal("A•••@example.com", challenge.Destination);
        var result = await host.VerifyAsync(host.Mailer.LastCode, challenge.ChallengeId);
        Assert.Equal((TwoFactorOutcome.Accepted, "email"), (result.Outcome, result.Method));
        Assert.Equal(["otp", "mfa"], result.AuthenticationMethods);
        Assert.Equal(["Alice@example.com mail-1", "Alice@example.com mail-2"], host.Mailer.CameBack);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nobody")]
    public async Task What_is_no_address_is_refused_with_the_methods_own_words(string typed)
    {
        await using var host = new EmailHost();
        var result = await host.BeginAsync(typed);
        Assert.Equal(TwoFactorOutcome.InvalidInput, result.Outcome);
        Assert.StartsWith("That is no e-mail address", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_text_is_in_the_users_language()
    {
        await using var host = new EmailHost();
        await host.BeginAsync(language: "de");
        Assert.StartsWith("Ihr Code: ", host.Mailer.Sent[0].Body, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "R10")]
    public async Task A_code_works_once_and_a_used_one_is_told_from_a_wrong_one()
    {
        await using var host = new EmailHost();
        await host.EnrollAsync();
        var challenge = await host.ChallengeAsync();
        var code = host.Mailer.LastCode;
        Assert.True((await host.VerifyAsync(code, challenge.ChallengeId)).Succeeded);
        Assert.Equal(TwoFactorOutcome.CodeUsed, (await host.VerifyAsync(code)).Outcome);
        Assert.Equal(TwoFactorOutcome.CodeUsed, (await host.VerifyAsync($"{code[..3]} {code[3..]}")).Outcome);
    }

    [Fact]
    [Trait("Req", "R10")]
    public async Task A_code_expires()
    {
        await using var host = new EmailHost();
        await host.EnrollAsync();
        var challenge = await host.ChallengeAsync();
        host.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(
            TwoFactorOutcome.Expired,
            (await host.VerifyAsync(host.Mailer.LastCode, challenge.ChallengeId)).Outcome
        );
    }

    [Fact]
    [Trait("Req", "R11")]
    public async Task A_code_for_one_purpose_is_no_good_for_another()
    {
        await using var host = new EmailHost();
        await host.EnrollAsync();
        await host.ChallengeAsync(ChallengePurpose.StepUp);
        var stepUp = host.Mailer.LastCode;
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        var signIn = await host.ChallengeAsync();
        Assert.Equal(TwoFactorOutcome.InvalidCode, (await host.VerifyAsync(stepUp, signIn.ChallengeId)).Outcome);
    }

    [Fact]
    [Trait("Req", "R12")]
    public async Task A_resend_waits_its_turn_and_replaces_the_code()
    {
        await using var host = new EmailHost();
        var pending = await host.BeginAsync();
        var old = host.Mailer.LastCode;
        var early = await host.Enrollment.ResendAsync("alice", pending.FactorId!);
        Assert.Equal((TwoFactorOutcome.Throttled, TimeSpan.FromSeconds(30)), (early.Outcome, early.RetryAfter));
        host.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.True((await host.Enrollment.ResendAsync("alice", pending.FactorId!)).Succeeded);
        Assert.NotEqual(old, host.Mailer.LastCode);
        Assert.Equal(
            TwoFactorOutcome.InvalidCode,
            (await host.Enrollment.ConfirmAsync("alice", pending.FactorId!, old)).Outcome
        );
        Assert.True((await host.Enrollment.ConfirmAsync("alice", pending.FactorId!, host.Mailer.LastCode)).Succeeded);
    }

    [Fact]
    [Trait("Req", "R44")]
    public async Task A_change_of_the_address_is_told_at_the_old_one()
    {
        await using var host = new EmailHost();
        var old = await host.EnrollAsync();
        var pending = await host.BeginAsync("alice@elsewhere.example", replaces: old);
        var notifier = (RecordingNotifier)host.Get<ITwoFactorNotifier>();
        notifier.Notices.Clear();
        await host.Enrollment.ConfirmAsync("alice", pending.FactorId!, host.Mailer.LastCode);
        Assert.Equal([EmailHost.Address], Assert.Single(notifier.Notices).Addresses);
    }

    [Fact]
    [Trait("Req", "R13")]
    public async Task Neither_code_nor_address_is_said_or_kept_in_the_open()
    {
        await using var host = new EmailHost();
        var pending = await host.BeginAsync();
        var code = host.Mailer.LastCode;
        var row = await host.Get<IAccountStore>().FindAsync(new AccountKey("", "alice"), default);
        await host.Enrollment.ConfirmAsync("alice", pending.FactorId!, code);
        var said = $"{string.Join('\n', host.Logs.Lines)}\n{Encoding.Latin1.GetString(row!.Sealed)}\n{pending}";
        Assert.DoesNotContain(code, said, StringComparison.Ordinal);
        Assert.DoesNotContain(EmailHost.Address, said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Receipts_move_a_message_forward_and_never_back()
    {
        await using var host = new EmailHost();
        await host.EnrollAsync();
        var challenge = await host.ChallengeAsync();
        var reference = host.Mailer.Sent[^1].Reference;
        (DeliveryState, string, DeliveryReceiptOutcome)[] story =
        [
            (DeliveryState.Sent, "", DeliveryReceiptOutcome.Recorded),
            (DeliveryState.Sent, "", DeliveryReceiptOutcome.Ignored),
            (DeliveryState.Queued, "", DeliveryReceiptOutcome.Ignored),
            (DeliveryState.Undelivered, "mailbox_full", DeliveryReceiptOutcome.Recorded),
            (DeliveryState.Delivered, "", DeliveryReceiptOutcome.Ignored),
        ];
        foreach (var (state, failure, outcome) in story)
            Assert.Equal(
                outcome,
                await host.Receipts.ReceiveAsync("postal", ToyMailer.Callback(reference, "mail-2", state, failure))
            );

        var attempt = Assert.Single((await host.Challenges.FindAsync("alice", challenge.ChallengeId!)).Deliveries);
        Assert.Equal((DeliveryState.Undelivered, "mailbox_full"), (attempt.State, attempt.Failure));
        Assert.Equal([DeliveryState.Sent, DeliveryState.Undelivered], host.Mailer.Moved.Select(r => r.State));
    }

    [Fact]
    public async Task Receipts_that_nobody_vouches_for_are_refused()
    {
        await using var host = new EmailHost();
        await host.BeginAsync();
        var reference = host.Mailer.Sent[0].Reference;
        Assert.DoesNotContain("alice", reference, StringComparison.Ordinal);
        var unsigned = ToyMailer.Callback(reference, "mail-1", DeliveryState.Delivered, signature: "another word");
        var forged = ToyMailer.Callback($"{reference[..^4]}AAAA", "mail-1", DeliveryState.Delivered);
        Assert.Equal(DeliveryReceiptOutcome.Refused, await host.Receipts.ReceiveAsync("postal", unsigned));
        Assert.Equal(DeliveryReceiptOutcome.Refused, await host.Receipts.ReceiveAsync("postal", forged));
        Assert.Equal(2, host.Logs.Lines.Count(l => l.Contains("gateway postal was refused", StringComparison.Ordinal)));
        Assert.Equal(DeliveryReceiptOutcome.Refused, await host.Receipts.ReceiveAsync("nobody", unsigned));
        Assert.Empty(host.Mailer.Moved);
    }

    [Fact]
    public void Two_gateways_of_one_name_that_take_receipts_are_an_error_that_names_both()
    {
        var host = new EmailHost(b => b.Services.AddSingleton<IDeliveryReceiptReader, SecondReader>());
        var e = Assert.Throws<InvalidOperationException>(() => host.Receipts);
        Assert.Contains("named 'postal': ToyMailer and SecondReader", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Req", "R16")]
    public async Task An_address_gets_three_messages_an_hour_whoever_asks_and_the_reason_is_an_event()
    {
        await using var host = new EmailHost();
        for (var i = 0; i < 5; i++, host.Clock.Advance(TimeSpan.FromMinutes(1)))
            Assert.Equal(i < 3, (await host.BeginAsync(user: $"user{i}")).Succeeded);

        var events = new List<AuditEvent>();
        await foreach (var auditEvent in host.Get<IAuditService>().ReadAsync("user4"))
            events.Add(auditEvent);

        Assert.Equal("address.hour", Assert.Single(events).Detail);
        host.Clock.Advance(TimeSpan.FromHours(1));
        Assert.True((await host.BeginAsync(user: "later")).Succeeded);
    }

    [Fact]
    [Trait("Req", "R16")]
    public async Task Whoever_waited_as_told_gets_through()
    {
        await using var host = new EmailHost();
        await host.BeginAsync(user: "bob");
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        var refused = await host.BeginAsync(user: "carol");
        Assert.Equal(TwoFactorOutcome.Throttled, refused.Outcome);
        host.Clock.Advance(refused.RetryAfter!.Value);
        Assert.True((await host.BeginAsync(user: "carol")).Succeeded);
    }

    [Fact]
    public async Task A_start_check_of_a_stranger_is_run_once()
    {
        await using var host = new EmailHost();
        host.Mailer.Problem = "the account is suspended";
        await host.BeginAsync();
        await host.BeginAsync();
        Assert.Single(host.Logs.Lines, l => l.Contains("the account is suspended", StringComparison.Ordinal));
    }

    private sealed class SecondReader : IDeliveryReceiptReader
    {
        public IReadOnlyCollection<string> Gateways => [ToyMailer.Gateway];

        public DeliveryReceipt? Read(string gateway, DeliveryCallback callback) => null;
    }
}
