namespace TwoFactor;

/// <summary>
/// Holds the roster against the records: a listed user whose record is gone or was put back is named, and so is a user
/// whose record remembers a listing that the roster does not have.
/// </summary>
internal sealed class RosterCheck(AccountVault vault, Roster roster)
{
    private readonly Dictionary<int, (RosterPage Page, long Version)> _pages = [];
    private readonly HashSet<string> _protected = new(StringComparer.Ordinal);
    private readonly HashSet<int> _putBack = [];

    public async Task<IReadOnlyList<string>> RunAsync(CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        await ReadPagesAsync(problems, cancellationToken).ConfigureAwait(false);
        await foreach (var row in vault.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            if (!vault.TryOpen(row, out var account) || !account.IsProtected)
                continue;

            _protected.Add(row.Key.UserId);
            if (await ProblemOfAsync(account, cancellationToken).ConfigureAwait(false) is { } problem)
                problems.Add(problem);
        }

        foreach (var userId in _pages.Values.SelectMany(p => p.Page.Users.Keys).Where(u => !_protected.Contains(u)))
        {
            if (await ProblemOfListedAsync(userId, cancellationToken).ConfigureAwait(false) is { } problem)
                problems.Add(problem);
        }

        return problems;
    }

    /// <summary>The same for one user.</summary>
    public async Task<string?> RunAsync(string userId, CancellationToken cancellationToken)
    {
        try
        {
            var page = Roster.PageOf(userId);
            _pages[page] = await roster.ReadPageAsync(page, cancellationToken).ConfigureAwait(false);
            var (account, _) = await vault.LoadAsync(userId, cancellationToken).ConfigureAwait(false);
            return account is { IsProtected: true }
                ? await ProblemOfAsync(account, cancellationToken).ConfigureAwait(false)
                : null;
        }
        catch (TwoFactorStoreException e)
        {
            return e.Message;
        }
    }

    // By a list, since most pages of a small app do not exist. The list may be late: a page that it lacks is looked at.
    private async Task ReadPagesAsync(List<string> problems, CancellationToken cancellationToken)
    {
        await foreach (var (number, row) in roster.ListRowsAsync(cancellationToken).ConfigureAwait(false))
            await TryReadAsync(number, () => ValueTask.FromResult((roster.OpenPage(row), row.Version)), problems)
                .ConfigureAwait(false);

        var root = await TryReadRootAsync(problems, cancellationToken).ConfigureAwait(false);
        for (var number = 0; number < Roster.PageCount; number++)
        {
            if (_pages.ContainsKey(number) || _putBack.Contains(number))
                continue;

            if (root is null)
                _putBack.Add(number);
            else if (root.Has(number))
                await TryReadAsync(number, () => roster.ReadPageAsync(number, cancellationToken), problems)
                    .ConfigureAwait(false);
        }
    }

    private async ValueTask<RosterRoot?> TryReadRootAsync(List<string> problems, CancellationToken cancellationToken)
    {
        try
        {
            return (await roster.ReadRootAsync(cancellationToken).ConfigureAwait(false)).Root ?? new RosterRoot();
        }
        catch (TwoFactorStoreException e)
        {
            problems.Add(e.Message);
            return null;
        }
    }

    private async ValueTask TryReadAsync(
        int number,
        Func<ValueTask<(RosterPage Page, long Version)>> read,
        List<string> problems
    )
    {
        try
        {
            _pages[number] = await read().ConfigureAwait(false);
        }
        catch (TwoFactorStoreException e)
        {
            if (!problems.Contains(e.Message))
                problems.Add(e.Message);

            _putBack.Add(number);
        }
    }

    private async ValueTask<string?> ProblemOfAsync(TwoFactorAccount account, CancellationToken cancellationToken)
    {
        if (account.RosterVersion == 0)
            return null;

        var number = Roster.PageOf(account.UserId);
        if (_putBack.Contains(number) || IsListed(number, account))
            return null;

        // The user may have enrolled since the page was read.
        _pages[number] = await roster.ReadPageAsync(number, cancellationToken).ConfigureAwait(false);
        if (IsListed(number, account))
            return null;

        return $"The roster lacks user '{account.UserId}', whose record says that they were listed: page {number} was "
            + "removed, or an older one was put back. Users of that page whose records are gone are not denied; "
            + "compare with a backup, then rebuild the roster.";
    }

    private bool IsListed(int number, TwoFactorAccount account) =>
        _pages.TryGetValue(number, out var found)
        && found.Version >= account.RosterVersion
        && found.Page.Users.ContainsKey(account.UserId);

    private async ValueTask<string?> ProblemOfListedAsync(string userId, CancellationToken cancellationToken)
    {
        try
        {
            await vault.LoadAsync(userId, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (TwoFactorStoreException e)
        {
            return e.Message;
        }
    }
}
