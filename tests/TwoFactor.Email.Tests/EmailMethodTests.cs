using System.Text;

namespace TwoFactor.Tests;

public sealed class EmailMethodTests
{
    [Fact]
    public async Task A_user_types_an_address_gets_a_code_and_signs_in_with_the_next()
    {
        await using var host = new EmailHost();
        var pending = await host.BeginAsync("Alice@Example.COM");
        Assert.Equal(("A•••@example.com", "email"), (pending.Destination, pending.Method));
        Assert.Equal("Alice@example.com", Assert.Single(host.Mail.Sent).To);
        Assert.True(host.Mail.Sent[0].IsUnconfirmed);
        Assert.StartsWith("Codes by e-mail are less secure", pending.Notice, StringComparison.Ordinal);
        Assert.True((await host.Enrollment.ConfirmAsync("alice", pending.FactorId!, host.Mail.LastCode)).Succeeded);
        host.Clock.Advance(TimeSpan.FromMinutes(1));

        var challenge = await host.ChallengeAsync();
        Assert.Equal("A•••@example.com", challenge.Destination);
        Assert.False(host.Mail.Sent[1].IsUnconfirmed);
        var code = host.Mail.LastCode;
        var result = await host.VerifyAsync(code, challenge.ChallengeId);
        Assert.Equal((TwoFactorOutcome.Accepted, "email"), (result.Outcome, result.Method));
        Assert.Equal(["otp", "mfa"], result.AuthenticationMethods);
        Assert.Equal(TwoFactorOutcome.CodeUsed, (await host.VerifyAsync(code, null)).Outcome);
    }

    [Theory]
    [InlineData("fr-CA", "Les codes par e-mail")]
    [InlineData("ja", "メールのコードは")]
    [InlineData("nl", "Codes by e-mail are")]
    public async Task The_notice_is_in_the_user_s_language(string language, string beginning)
    {
        await using var host = new EmailHost();
        var pending = await host.BeginAsync(language: language);
        Assert.StartsWith(beginning, pending.Notice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("alice@example.com", "alice@example.com")]
    [InlineData(" alice@example.com\r\n", "alice@example.com")]
    [InlineData("mailto:alice@example.com", "alice@example.com")]
    [InlineData("o'neil+app@mail.example.co.uk", "o'neil+app@mail.example.co.uk")]
    [InlineData("alice@bücher.example", "alice@xn--bcher-kva.example")]
    [InlineData("alice@例え.jp", "alice@xn--r8jz45g.jp")]
    public async Task Addresses_are_read_as_people_paste_them(string typed, string to)
    {
        await using var host = new EmailHost();
        Assert.True((await host.BeginAsync(typed)).Succeeded);
        Assert.Equal(to, host.Mail.Sent[0].To);
    }

    [Theory]
    [InlineData("")]
    [InlineData("alice")]
    [InlineData("@example.com")]
    [InlineData("alice@")]
    [InlineData("alice@localhost")]
    [InlineData("alice@example..com")]
    [InlineData("alice@-example.com")]
    [InlineData("alice@example.com.")]
    [InlineData("alice@192.0.2.1")]
    [InlineData("alice@[192.0.2.1]")]
    [InlineData("alice@example.com,mallory@example.org")]
    [InlineData("alice@example.com mallory@example.org")]
    [InlineData("Alice <alice@example.com>")]
    [InlineData("<alice@example.com>")]
    [InlineData("\"alice smith\"@example.com")]
    [InlineData("alice(comment)@example.com")]
    [InlineData(".alice@example.com")]
    [InlineData("al..ice@example.com")]
    [InlineData("alice\r\nBcc: mallory@example.org@example.com")]
    [InlineData("alice\0@example.com")]
    [InlineData("älice@example.com")]
    [InlineData("alice@example.com\u202E")]
    [InlineData("1234567890123456789012345678901234567890123456789012345678901234x@example.com")]
    public async Task What_is_no_address_is_refused_and_sends_nothing(string typed)
    {
        await using var host = new EmailHost();
        var result = await host.BeginAsync(typed);
        Assert.Equal(TwoFactorOutcome.InvalidInput, result.Outcome);
        Assert.StartsWith("That is no e-mail address", result.Message, StringComparison.Ordinal);
        Assert.Empty(host.Mail.Sent);
    }

    [Theory]
    [InlineData("al@example.com", "•••@example.com")]
    [InlineData("alice@example.com", "a•••@example.com")]
    public async Task The_address_is_masked_wherever_it_is_shown(string address, string shown)
    {
        await using var host = new EmailHost();
        Assert.Equal(shown, (await host.BeginAsync(address)).Destination);
    }

    [Fact]
    [Trait("Req", "R13")]
    public async Task Neither_code_nor_address_is_said_or_kept_in_the_open()
    {
        await using var host = new EmailHost();
        host.Mail.Answer = _ => MailResult.Rejected(MailFailure.Recipient, "550");
        await host.BeginAsync();
        host.Mail.Answer = _ => throw new InvalidOperationException($"{host.Mail.LastCode} {EmailHost.Address}");
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        var pending = await host.BeginAsync();
        var row = await host.Get<IAccountStore>().FindAsync(new AccountKey("", "alice"), default);
        var said =
            $"{string.Join('\n', host.Logs.Lines)}\n{Encoding.Latin1.GetString(row!.Sealed)}\n{pending}\n"
            + host.Mail.Sent[0];
        foreach (var message in host.Mail.Sent)
            Assert.DoesNotContain(message.Code, said, StringComparison.Ordinal);

        Assert.DoesNotContain(EmailHost.Address, said, StringComparison.Ordinal);
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
        Assert.True((await host.Enrollment.ConfirmAsync("alice", pending.FactorId!, host.Mail.LastCode)).Succeeded);
        Assert.Equal([EmailHost.Address], Assert.Single(notifier.Notices).Addresses);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_app_whose_only_second_factor_is_mail_is_warned(bool isAlone)
    {
        await using var host = new EmailHost(common: o => o.Methods = isAlone ? ["email"] : ["email", "totp"]);
        await host.BeginAsync();
        Assert.Equal(
            isAlone ? 1 : 0,
            host.Logs.Lines.Count(l => l.Contains("E-mail is the only second factor", StringComparison.Ordinal))
        );
    }
}
