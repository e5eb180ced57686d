using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace TwoFactor.AspNetCore.UI;

/// <summary>
/// Recovery codes that their user has not put away yet, when they were made, and where to go afterwards.
/// </summary>
internal sealed record RecoveryCodeList(IReadOnlyList<string> Codes, DateTimeOffset? MadeAt, string Next)
{
    public const string Kind = "codes";

    public static TimeSpan Lifetime { get; } = TimeSpan.FromHours(1);

    /// <summary>Keeps codes that were made just now.</summary>
    public static async Task KeepAsync(HttpContext context, string userId, IReadOnlyList<string> codes, string next)
    {
        var madeAt = (await StatusAsync(context, userId)).RecoveryCodesMadeAt;
        Keeping(context).Keep(context, Kind, userId, new RecoveryCodeList(codes, madeAt, next), Lifetime);
    }

    /// <summary>
    /// The codes that are kept. Null if newer ones were made since, in another browser or by another way: whoever put
    /// the old ones away would be locked out.
    /// </summary>
    public static async Task<RecoveryCodeList?> FindAsync(HttpContext context, string userId) =>
        Keeping(context).Read<RecoveryCodeList>(context, Kind, userId) is { } kept
        && (await StatusAsync(context, userId)).RecoveryCodesMadeAt == kept.MadeAt
            ? kept
            : null;

    public override string ToString() => "recovery codes (withheld)";

    private static PageKeeping Keeping(HttpContext context) =>
        context.RequestServices.GetRequiredService<PageKeeping>();

    private static Task<TwoFactorStatus> StatusAsync(HttpContext context, string userId) =>
        context.RequestServices.GetRequiredService<IEnrollmentService>().GetStatusAsync(userId, context.RequestAborted);
}
