using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace TwoFactor.AspNetCore;

/// <summary>
/// Notes why a session was refused, so that the sign-in page can say so. A session that was refused stays in the
/// browser until the next sign-in. Of one that Identity deletes, a cookie with the reason stays for a while.
/// </summary>
internal sealed class SessionEnds(IEnrollmentService enrollment, UserFacts facts, TwoFactorCookies cookies)
{
    private const string Cookie = "TwoFactor.Ended";
    private const string ResetCode = "reset";
    private const string ChangedCode = "changed";

    private static readonly TimeSpan s_kept = TimeSpan.FromMinutes(5);
    private static readonly object s_reason = new();

    /// <summary>Notes the reason, if it is a later epoch.</summary>
    /// <param name="context">The request.</param>
    /// <param name="session">The session that was refused.</param>
    /// <param name="isDeleted">Whether the browser is told to delete it.</param>
    public async Task NoteAsync(HttpContext context, ClaimsPrincipal session, bool isDeleted)
    {
        if (
            context.Items.ContainsKey(s_reason)
            || await FindAsync(session, context.RequestAborted).ConfigureAwait(false) is not { } reason
        )
            return;

        context.Items[s_reason] = reason;
        if (isDeleted && !context.Response.HasStarted)
            cookies.Append(
                context,
                Cookie,
                reason == TwoFactorSessionEnd.Reset ? ResetCode : ChangedCode,
                maxAge: s_kept
            );
    }

    /// <summary>Why the session of this request, or of the one before it, was refused; null if none was.</summary>
    public TwoFactorSessionEnd? Take(HttpContext context)
    {
        var kept = cookies.Read(context, Cookie);
        if (!context.Response.HasStarted)
            cookies.Delete(context, Cookie);

        return context.Items[s_reason] as TwoFactorSessionEnd?
            ?? kept switch
            {
                ResetCode => TwoFactorSessionEnd.Reset,
                ChangedCode => TwoFactorSessionEnd.Changed,
                _ => null,
            };
    }

    private async Task<TwoFactorSessionEnd?> FindAsync(ClaimsPrincipal session, CancellationToken cancellationToken)
    {
        if (facts.Find(session) is not { Epoch: { } epoch } subject)
            return null;

        try
        {
            var status = await enrollment.GetStatusAsync(subject.UserId, cancellationToken).ConfigureAwait(false);
            if (status.Epoch == epoch)
                return null;

            return status.ResetAt > (subject.FirstFactorAt ?? DateTimeOffset.MaxValue)
                ? TwoFactorSessionEnd.Reset
                : TwoFactorSessionEnd.Changed;
        }
        catch (Exception e) when (e is TwoFactorStoreException or ArgumentException)
        {
            // The session is refused all the same.
            return null;
        }
    }
}
