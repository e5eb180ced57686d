namespace TwoFactor.AspNetCore;

/// <summary>
/// The host's users, as administrators find them. Register one with <c>AddUserDirectory&lt;T&gt;()</c>; it may be
/// scoped.
/// </summary>
public interface IUserDirectory
{
    /// <summary>Finds a user by id.</summary>
    /// <param name="userId">The user's id.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <returns>The user, or null.</returns>
    ValueTask<DirectoryUser?> FindAsync(string userId, CancellationToken cancellationToken);

    /// <summary>Finds a user by user name or e-mail address, as the host compares them.</summary>
    /// <param name="name">The user name or e-mail address.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <returns>The user; null if there is none, or more than one.</returns>
    ValueTask<DirectoryUser?> FindByNameAsync(string name, CancellationToken cancellationToken);

    /// <summary>Lists users in an order of the host's that does not change, page by page.</summary>
    /// <param name="afterUserId">The id of the last user of the page before; null for the first page.</param>
    /// <param name="take">The most users to return, 1 to 1,000.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    ValueTask<IReadOnlyList<DirectoryUser>> ListAsync(
        string? afterUserId,
        int take,
        CancellationToken cancellationToken
    );

    /// <summary>
    /// Finds the roles and groups of a new policy that no user is in, so that a name that was misspelt is noticed: it
    /// would be asked of nobody. Default: null.
    /// </summary>
    /// <param name="roles">The roles of the policy.</param>
    /// <param name="groups">The groups of the policy.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <returns>
    /// The names that nobody has; null to look for them among the first 1,000 users that <see cref="ListAsync"/> gives,
    /// and to warn of none where there are more.
    /// </returns>
    ValueTask<IReadOnlyList<string>?> FindUnusedNamesAsync(
        IReadOnlyList<string> roles,
        IReadOnlyList<string> groups,
        CancellationToken cancellationToken
    ) => new((IReadOnlyList<string>?)null);
}
