using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using TwoFactor.Testing;

namespace TwoFactor.Tests;

/// <summary>What a page keeps in the browser, and who reads it again.</summary>
[Trait("Req", "R100")]
public sealed class PageKeepingTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly PageKeeping _keeping;

    public PageKeepingTests() => _keeping = new(new EphemeralDataProtectionProvider(), _clock);

    [Theory]
    [InlineData("codes", "alice", 9, true)]
    [InlineData("codes", "bob", 9, false)]
    [InlineData("codes", "ALICE", 9, false)]
    [InlineData("sent", "alice", 9, false)]
    [InlineData("codes", "alice", 10, false)]
    public void It_is_read_by_its_user_for_its_purpose_in_its_time(string kind, string user, int minutes, bool isRead)
    {
        var context = new DefaultHttpContext();
        _keeping.Keep(context, "codes", "alice", "of alice", TimeSpan.FromMinutes(10));

        // The browser sends it back, under the name that is asked for.
        var cookie = context.Response.Headers.SetCookie.Single()!.Split(';')[0].Split('=', 2)[1];
        context.Request.Headers.Cookie = $"TwoFactor.Pages.{kind}={cookie}";
        _clock.Advance(TimeSpan.FromMinutes(minutes));

        Assert.Equal(isRead ? "of alice" : null, _keeping.Read<string>(context, kind, user));
    }

    [Fact]
    public void Nonsense_is_nothing()
    {
        var context = new DefaultHttpContext();
        context.Request.Headers.Cookie = "TwoFactor.Pages.codes=nonsense";
        Assert.Null(_keeping.Read<string>(context, "codes", "alice"));
    }
}
