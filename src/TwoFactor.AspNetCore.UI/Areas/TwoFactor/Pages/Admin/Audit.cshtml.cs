using System.Globalization;
using Microsoft.AspNetCore.Mvc;

namespace TwoFactor.AspNetCore.UI;

/// <summary>The audit trail, newest first, filtered by user and event, and whether it was tampered with.</summary>
/// <param name="audit">The trail.</param>
/// <param name="directory">The host's users.</param>
public sealed class AuditModel(IAuditService audit, IUserDirectory directory) : TwoFactorPage
{
    private const int MaxExported = 100_000;
    private const int ExportPage = 500;
    private const int PageSize = 50;

    private readonly UserNames _names = new(directory);

    /// <summary>The events that can be filtered by.</summary>
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

    /// <summary>The user to filter by: a name or an address.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Who { get; set; }

    /// <summary>The event to filter by.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Type { get; set; }

    /// <summary>The events with the names of their users and actors.</summary>
    public IReadOnlyList<(AuditEvent Event, string? User, string? Actor)> Rows { get; private set; } = [];

    /// <summary>Where the next page begins; null on the last.</summary>
    public AuditPosition? Older { get; private set; }

    /// <summary>Whether the trail is as it was written.</summary>
    public bool IsIntact { get; private set; }

    /// <summary>What is wrong with it.</summary>
    public string Problems { get; private set; } = "";

    /// <summary>Shows a page of events.</summary>
    /// <param name="at">Where the page begins: the time of an event, in ticks.</param>
    /// <param name="user">Its user.</param>
    /// <param name="sequence">Its number.</param>
    public async Task OnGetAsync(long? at, string? user, long? sequence)
    {
        var (isKnown, userId) = await FindUserAsync();
        if (!isKnown)
            Problem = T["There is no such user."];

        var before =
            at is >= 0 && at <= DateTimeOffset.MaxValue.UtcTicks && sequence is { } number
                ? new AuditPosition(new DateTimeOffset(at.Value, TimeSpan.Zero), user ?? "", number)
                : (AuditPosition?)null;
        var page = await audit.ReadNewestAsync(Query(userId, before, PageSize), HttpContext.RequestAborted);
        Older = page.Next;
        Rows = await NamedAsync(page.Events);
        var verification = await audit.VerifyAsync(userId, HttpContext.RequestAborted);
        (IsIntact, Problems) = (verification.IsIntact, string.Join(" ", verification.Problems));
    }

    /// <summary>The filtered events as a table for a spreadsheet, the newest 100,000.</summary>
    public async Task<IActionResult> OnGetCsvAsync()
    {
        var (isKnown, userId) = await FindUserAsync();
        if (!isKnown)
            return NotFound();

        var csv = new Csv().Row("at", "user", "user_id", "event", "method", "outcome", "detail", "actor", "reason");
        AuditPosition? before = null;
        for (var count = 0; count < MaxExported; count += ExportPage)
        {
            var page = await audit.ReadNewestAsync(Query(userId, before, ExportPage), HttpContext.RequestAborted);
            foreach (var (e, who, actor) in await NamedAsync(page.Events))
                csv.Row(
                    e.At.ToString("O", CultureInfo.InvariantCulture),
                    who,
                    e.UserId,
                    e.Type,
                    e.Method,
                    e.Outcome,
                    e.Detail,
                    actor,
                    e.Reason
                );

            before = page.Next;
            if (before is null)
                break;
        }

        return File(csv.ToBytes(), Csv.ContentType, "audit.csv");
    }

    private async Task<(bool IsKnown, string? UserId)> FindUserAsync()
    {
        if (string.IsNullOrWhiteSpace(Who))
            return (true, null);

        var found = await directory.FindByNameAsync(Who.Trim(), HttpContext.RequestAborted);
        return (found is not null, found?.UserId);
    }

    private AuditQuery Query(string? userId, AuditPosition? before, int take) =>
        new()
        {
            UserId = userId,
            Type = Types.Contains(Type, StringComparer.Ordinal) ? Type : null,
            Before = before,
            Take = take,
        };

    private async Task<List<(AuditEvent, string?, string?)>> NamedAsync(IEnumerable<AuditEvent> events)
    {
        var rows = new List<(AuditEvent, string?, string?)>();
        foreach (var e in events)
            rows.Add(
                (
                    e,
                    e.UserId.Length == 0 ? T["Policy"] : await _names.FindAsync(e.UserId, HttpContext.RequestAborted),
                    await _names.FindAsync(e.Actor, HttpContext.RequestAborted)
                )
            );

        return rows;
    }
}
