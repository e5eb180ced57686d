namespace TwoFactor.AspNetCore;

/// <summary>Joins the host's users with the state of their second factor, page by page and with bounded work.</summary>
internal sealed class UserListing(IUserDirectory directory, IAdministrationService administration, TimeProvider clock)
{
    private const int ScanPage = 100;
    private const int MaxScanned = 1_000;

    private bool HasDirectory => directory is not NoUserDirectory;

    /// <summary>
    /// Resolves a user id, name or e-mail address to the user's id. Without a directory, the text itself is the id.
    /// </summary>
    public async ValueTask<string?> ResolveAsync(string text, CancellationToken cancellationToken)
    {
        PlainText.ThrowIfNotPlain(text, "user");
        if (!HasDirectory)
            return text;

        // The id is tried first, so that a user whose name is somebody else's id is not found by it.
        var user =
            await directory.FindAsync(text, cancellationToken).ConfigureAwait(false)
            ?? await directory.FindByNameAsync(text, cancellationToken).ConfigureAwait(false);
        return user?.UserId;
    }

    /// <summary>The id if the directory knows it; without a directory, any id.</summary>
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
    /// Lists a page of users. No request reads more than a thousand users, so a page may be short or empty and still
    /// have a next one.
    /// </summary>
    public async ValueTask<UsersAnswer> ListAsync(
        bool? isEnrolled,
        string? after,
        int take,
        CancellationToken cancellationToken
    )
    {
        // The host may have ids that are not plain text: they are listed, and may be the position of the next page. No
        // store accepts a NUL.
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
