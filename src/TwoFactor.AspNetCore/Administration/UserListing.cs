namespace TwoFactor.AspNetCore;

/// <summary>
/// Joins the host's users with what is known of their second factor, page by page and with bounded work.
/// </summary>
internal sealed class UserListing(IUserDirectory directory, IAdministrationService administration, TimeProvider clock)
{
    private const int ScanPage = 100;
    private const int MaxScanned = 1_000;

    private bool HasDirectory => directory is not NoUserDirectory;

    /// <summary>
    /// The id of the user of that id, name or address; the text itself where no directory knows better.
    /// </summary>
    public async ValueTask<string?> ResolveAsync(string text, CancellationToken cancellationToken)
    {
        PlainText.ThrowIfNotPlain(text, "user");
        if (!HasDirectory)
            return text;

        // The id goes first: a user who takes somebody's id for a name is not found by it.
        var user =
            await directory.FindAsync(text, cancellationToken).ConfigureAwait(false)
            ?? await directory.FindByNameAsync(text, cancellationToken).ConfigureAwait(false);
        return user?.UserId;
    }

    /// <summary>The id, if the directory knows it; any id where there is no directory.</summary>
    public async ValueTask<string?> ResolveIdAsync(string userId, CancellationToken cancellationToken)
    {
        PlainText.ThrowIfNotPlain(userId, nameof(userId));
        return HasDirectory
            ? (await directory.FindAsync(userId, cancellationToken).ConfigureAwait(false))?.UserId
            : userId;
    }

    public async ValueTask<UserAnswer> FindAsync(string userId, CancellationToken cancellationToken) =>
        Describe(
            await administration.SummarizeAsync(userId, cancellationToken).ConfigureAwait(false),
            await directory.FindAsync(userId, cancellationToken).ConfigureAwait(false),
            clock.GetUtcNow()
        );

    /// <summary>
    /// A page may be short, or even empty, and still name where to go on: no request looks at more than a thousand
    /// users.
    /// </summary>
    public async ValueTask<UsersAnswer> ListAsync(
        bool? isEnrolled,
        string? after,
        int take,
        CancellationToken cancellationToken
    )
    {
        // Ids of the host's that are not plain are listed, and named as where to go on; NUL no store takes.
        if (after?.Contains('\0', StringComparison.Ordinal) == true)
            PlainText.ThrowIfNotPlain(after, nameof(after));

        var users = new List<UserAnswer>();
        for (var scanned = 0; scanned < MaxScanned; )
        {
            var page = await ReadPageAsync(after, cancellationToken).ConfigureAwait(false);
            scanned += page.Count;
            foreach (var user in page)
            {
                after = user.UserId;
                if (isEnrolled is null || isEnrolled == user.Enrolled)
                    users.Add(user);

                if (users.Count == take)
                    return new(users, after);
            }

            if (page.Count < ScanPage)
                return new(users, null);
        }

        return new(users, after);
    }

    private static UserAnswer Describe(UserSummary summary, DirectoryUser? user, DateTimeOffset now) =>
        new(
            summary.UserId,
            summary.IsEnrolled,
            summary.Methods,
            user?.UserName,
            user?.Email,
            user?.Roles,
            user?.Groups,
            summary.LockedUntil > now ? summary.LockedUntil : null,
            summary.LastVerifiedAt
        );

    private async ValueTask<List<UserAnswer>> ReadPageAsync(string? after, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (!HasDirectory)
            return
            [
                .. (
                    await administration.ListUsersAsync(after, ScanPage, cancellationToken).ConfigureAwait(false)
                ).Select(u => Describe(u, null, now)),
            ];

        var answers = new List<UserAnswer>(ScanPage);
        foreach (var user in await directory.ListAsync(after, ScanPage, cancellationToken).ConfigureAwait(false))
            answers.Add(
                Describe(
                    await administration.SummarizeAsync(user.UserId, cancellationToken).ConfigureAwait(false),
                    user,
                    now
                )
            );

        return answers;
    }
}
