namespace TwoFactor.Tests;

/// <summary>Who was signed out from elsewhere reads why, at the host's sign-in.</summary>
[Trait("Req", "R100")]
public sealed class SessionEndTests : IAsyncLifetime
{
    private const string Nothing = "the host's sign-in:";

    private PagesHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await PagesHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("en", "your second factor was reset by an administrator")]
    public async Task A_reset_is_told_until_the_user_has_signed_in_again(string language, string told)
    {
        var alice = await SignedInAsync(language);
        await alice.TurnOnAsync();
        await ResetAsync();
        await alice.GoAsync("/security");
        Assert.StartsWith("/login-page", alice.Path, StringComparison.Ordinal);
        Assert.Contains(told, alice.Text, StringComparison.Ordinal);

        await alice.SignInAsync("alice");
        Assert.Equal(Nothing, (await alice.GoAsync("/login-page")).Text);
    }

    [Fact]
    public async Task A_change_in_another_browser_is_told()
    {
        var here = await SignedInAsync("en");
        var there = await SignedInAsync("en");
        await here.TurnOnAsync();
        await there.GoAsync("/security");
        Assert.Contains("your password or your second factor was changed", there.Text, StringComparison.Ordinal);
        Assert.Equal(Nothing, (await here.GoAsync("/login-page")).Text);
    }

    [Fact]
    public async Task A_reset_before_the_session_began_is_not_the_reason()
    {
        await ResetAsync();
        _host.Clock.Advance(TimeSpan.FromHours(1));
        var here = await SignedInAsync("en");
        var there = await SignedInAsync("en");
        await here.TurnOnAsync();
        await there.GoAsync("/security");
        Assert.Contains("your password or your second factor was changed", there.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_that_has_just_grown_old_and_a_stranger_read_nothing()
    {
        Assert.Equal(Nothing, (await _host.Visit().GoAsync("/login-page")).Text);
        var alice = await SignedInAsync("en");
        _host.Clock.Advance(TimeSpan.FromDays(2));
        await alice.GoAsync("/security");
        Assert.Equal(Nothing, alice.Text);
    }

    private async Task<Visitor> SignedInAsync(string language)
    {
        var alice = _host.Visit();
        alice.Language = language;
        return await alice.SignInAsync("alice");
    }

    private async Task ResetAsync() =>
        await _host
            .Get<IResetService>()
            .ResetAsync(
                new()
                {
                    UserId = "alice",
                    Actor = "admin",
                    Reason = "lost the phone",
                }
            );
}
