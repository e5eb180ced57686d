using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace TwoFactor.AspNetCore;

/// <summary>
/// The cookie or token of a session: what it proves, and how to write it again so that the session continues after a
/// change.
/// </summary>
internal sealed class SessionCredential(
    HttpContext context,
    TwoFactorSessionServices services,
    Subject subject,
    AuthenticationProperties? properties,
    string? scheme
)
{
    private Subject _subject = subject;

    public Subject Subject => _subject;

    /// <summary>What the scheme answered when the session was renewed, e.g. tokens; null for cookies.</summary>
    public JsonObject? TokenResponse { get; private set; }

    /// <summary>
    /// Whether it can be written again. It cannot if another party issued the token, or if the session has no epoch
    /// because the library did not start it.
    /// </summary>
    public bool CanRenew => scheme is not null && _subject.Epoch is not null;

    public bool IsFresh(DateTimeOffset? at) =>
        services.Options.IsFresh(at, services.Now, services.Options.Enrollment.ReauthenticationMaxAge);

    public FreshProof Proof(string? code = null) =>
        new()
        {
            PasswordVerifiedAt = _subject.FirstFactorAt ?? DateTimeOffset.MinValue,
            SecondFactorVerifiedAt = _subject.SecondFactorAt,
            Code = code,

            // A session that the library did not start has no epoch, and proves nothing.
            Epoch = _subject.Epoch ?? -1,
        };

    /// <summary>
    /// Carries out a request that a browser may send twice, then continues the session. Only requests with cookies are
    /// shared, because tokens are sent only once, in the body of an answer.
    /// </summary>
    public async Task<T> OnceAsync<T>(string name, Func<Task<T>> act, Func<T, bool> isSuccess, Func<T, Task> goOn)
        where T : class
    {
        if (scheme is null || !await services.Schemes.IsByCookieAsync(scheme).ConfigureAwait(false))
            return await ActAsync().ConfigureAwait(false);

        var (answer, isLost) = await services
            .Repeats.OnceAsync(context, name, TimeSpan.Zero, ActAsync, a => isSuccess(a) ? a : null)
            .ConfigureAwait(false);
        if (isLost)
            await goOn(answer).ConfigureAwait(false);

        return answer;

        async Task<T> ActAsync()
        {
            var own = await act().ConfigureAwait(false);
            if (isSuccess(own))
                await goOn(own).ConfigureAwait(false);

            return own;
        }
    }

    /// <summary>
    /// Continues the session after a change, which increases the epoch by one. A higher epoch means a concurrent
    /// change, and then this session ends like the others.
    /// </summary>
    public Task GoOnAsync(int epoch, ConfirmationResult? confirmed = null) =>
        epoch == _subject.Epoch + 1
            ? RenewAsync(s =>
            {
                s.Set(TwoFactorClaimTypes.Epoch, epoch);
                if (confirmed?.AuthenticationMethods is { } methods)
                    Pass(s, confirmed.Factor?.Method, methods);
            })
            : Task.CompletedTask;

    /// <summary>Records in the session that it passed a second factor again.</summary>
    public Task StepUpAsync(VerificationResult result) =>
        result.Epoch == _subject.Epoch
            ? RenewAsync(s => Pass(s, result.Method, result.AuthenticationMethods ?? []))
            : Task.CompletedTask;

    private void Pass(Subject subject, string? method, IEnumerable<string> methods) =>
        subject.PassSecondFactor(method, methods, services.Now, services.Resistant.Contains(method));

    public async Task RenewAsync(Action<Subject> change)
    {
        if (scheme is null)
            return;

        var renewed = services.Facts.Require(_subject.Principal.Clone());
        change(renewed);
        TokenResponse =
            await FullSignIn.WriteAsync(context, scheme, renewed.Principal, properties).ConfigureAwait(false)
            ?? TokenResponse;
        _subject = renewed;
    }
}
