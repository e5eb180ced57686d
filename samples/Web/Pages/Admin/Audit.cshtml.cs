using Microsoft.AspNetCore.Mvc;
using TwoFactor;

namespace WebSample.Pages.Admin;

/// <summary>The audit trail, newest first, filtered by user and event, and whether it was tampered with.</summary>
public sealed class AuditModel(IAuditService audit, IUserDirectory directory) : AppPage
{
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    public static IReadOnlyList<string> Types { get; } =
    [
        AuditEventTypes.SignIn,
        AuditEventTypes.Verification,
        AuditEventTypes.Locked,
        AuditEventTypes.EnrollmentStarted,
        AuditEventTypes.FactorConfirmed,
        AuditEventTypes.FactorRemoved,
        AuditEventTypes.RecoveryCodesGenerated,
        AuditEventTypes.DeviceTrusted,
        AuditEventTypes.Reset,
        AuditEventTypes.TemporaryCodeIssued,
        AuditEventTypes.PolicyChanged,
    ];

    [BindProperty(SupportsGet = true)]
    public string? Who { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Type { get; set; }

    public IReadOnlyList<AuditEvent> Events { get; private set; } = [];

    public AuditPosition? Older { get; private set; }

    public bool IsIntact { get; private set; }

    public string Problems { get; private set; } = "";

    public string NameOf(string id) => id.Length == 0 ? T["Policy"] : _names.GetValueOrDefault(id, id);

    public async Task OnGetAsync(long? at, string? user, long? sequence)
    {
        string? userId = null;
        if (!string.IsNullOrWhiteSpace(Who))
        {
            userId = (await directory.FindByNameAsync(Who.Trim(), HttpContext.RequestAborted))?.UserId;
            if (userId is null)
                Problem = T["There is no such user."];
        }

        var before =
            at is >= 0 && at <= DateTimeOffset.MaxValue.UtcTicks && sequence is { } number
                ? new AuditPosition(new DateTimeOffset(at.Value, TimeSpan.Zero), user ?? "", number)
                : (AuditPosition?)null;
        var query = new AuditQuery
        {
            UserId = userId,
            Type = Types.Contains(Type) ? Type : null,
            Before = before,
        };
        var page = await audit.ReadNewestAsync(query, HttpContext.RequestAborted);
        (Events, Older) = (page.Events, page.Next);
        foreach (
            var id in Events
                .SelectMany(e => new[] { e.UserId, e.Actor })
                .OfType<string>()
                .Where(i => i.Length > 0)
                .Distinct(StringComparer.Ordinal)
        )
        {
            if (await directory.FindAsync(id, HttpContext.RequestAborted) is { } found)
                _names[id] = found.UserName;
        }

        var verification = await audit.VerifyAsync(userId, HttpContext.RequestAborted);
        (IsIntact, Problems) = (verification.IsIntact, string.Join(" ", verification.Problems));
    }
}
